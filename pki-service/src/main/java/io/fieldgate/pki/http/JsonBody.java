package io.fieldgate.pki.http;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import tools.jackson.core.JacksonException;

/// Reads a request's body as one record of the contract.
final class JsonBody {
    static final int MAX_BYTES = 64 * 1024;

    private JsonBody() {}

    static <T> T read(HttpServletRequest request, Class<T> type)
            throws IOException, RefusedException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw new RefusedException(
                    Reason.INVALID, "The body is longer than " + MAX_BYTES + " bytes.");
        }
        try {
            T value = ContractJson.MAPPER.readValue(body, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException | NullPointerException e) {
            // a record's own checks throw NullPointerException for a missing list
        }
        throw new RefusedException(
                Reason.INVALID, "The body is not a " + type.getSimpleName() + " in JSON.");
    }
}
