package io.fieldgate.portal.shared;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says in words what is wrong with a JSON body, without repeating what was sent.
final class JsonFaults {
    private JsonFaults() {}

    static Refusal refusal(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case InvalidFormatException fault when fault.getTargetType().isEnum() ->
                    invalid(fault, "is one of " + values(fault.getTargetType()) + ".");
            case UnrecognizedPropertyException fault -> invalid(fault, "is not known here.");
            case StreamReadException _ ->
                    new Refusal(
                            Refusal.Kind.INVALID,
                            "malformed-json",
                            "Malformed JSON",
                            "The body is not well-formed JSON.",
                            null);
            case JacksonException fault when !fault.getPath().isEmpty() ->
                    invalid(fault, "has a value of the wrong type.");
            case null, default ->
                    new Refusal(
                            Refusal.Kind.INVALID,
                            "invalid-input",
                            "The input is not valid",
                            "Send a JSON object as the body.",
                            null);
        };
    }

    private static Refusal invalid(JacksonException fault, String what) {
        String field =
                fault.getPath().stream()
                        .map(part ->
                                part.getPropertyName() == null
                                        ? "[" + part.getIndex() + "]"
                                        : shortened(part.getPropertyName()))
                        .collect(Collectors.joining("."))
                        .replace(".[", "[");
        return RefusedException.invalid(field, field + " " + what).refusal();
    }

    private static String shortened(String name) {
        String visible = name.replaceAll("[^\\p{Alnum}_-]", "?");
        return visible.length() <= 40 ? visible : visible.substring(0, 40);
    }

    private static String values(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }
}
