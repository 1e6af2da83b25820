package io.fieldgate.portal.control;

import io.fieldgate.contract.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;

/// Reads and writes the bodies of the control link, with the mapper that both ends share.
final class ControlJson {
    private ControlJson() {}

    /// Reads a body of at most this many bytes.
    ///
    /// @throws BadControlRequestException if it is larger or cannot be understood
    static <T> T read(InputStream body, int maxBytes, Class<T> type) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new BadControlRequestException(
                    413, "The body is larger than " + maxBytes + " bytes.");
        }
        T value;
        try {
            value = ContractJson.MAPPER.readValue(bytes, type);
        } catch (JacksonException | NullPointerException e) {
            throw new BadControlRequestException(400, "The body cannot be understood.", e);
        }
        if (value == null) {
            throw new BadControlRequestException(400, "The body is empty.");
        }
        return value;
    }

    static ResponseEntity<byte[]> ok(Object value) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ContractJson.MAPPER.writeValueAsBytes(value));
    }
}
