package io.fieldgate.contract;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one JSON mapper of all process boundaries.
///
/// Unknown properties are ignored, so that an older reader understands a newer writer; a missing
/// required value is an error.
public final class ContractJson {
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private ContractJson() {}
}
