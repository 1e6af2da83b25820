package io.fieldgate.server.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;

/// A command to the generator: `name key=value key=value`.
record Request(String name, Map<String, String> values) {
    static Request parse(String line) {
        String[] words = line.strip().split(" ", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split("=", 2);
            values.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return new Request(words[0], values);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(name + " needs " + key + "=");
        }
        return value;
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    long nanos(String key) {
        return (long) (Double.parseDouble(text(key)) * 1e9);
    }
}
