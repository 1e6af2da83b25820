package io.fieldgate.contract;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes one value of each record, always the same: strings are named after their component.
final class Samples {
    private static final Instant AT = Instant.parse("2026-11-22T10:11:12.345Z");

    private Samples() {}

    static Object of(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(value(component.getGenericType(), component.getName()));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + record, e);
        }
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? List.of(value(arguments[0], name))
                    : Map.of(value(arguments[0], name), value(arguments[1], name));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain);
        }
        if (plain.isSealed()) {
            return of(plain.getPermittedSubclasses()[0]);
        }
        if (plain.isEnum()) {
            return Objects.requireNonNull(plain.getEnumConstants())[0];
        }
        return switch (plain.getSimpleName()) {
            case "String" -> name;
            case "Instant" -> AT;
            case "boolean" -> true;
            case "int", "Integer" -> 7;
            case "long", "Long" -> 7_000_000_007L;
            default -> throw new AssertionError("no sample for the type " + plain);
        };
    }
}
