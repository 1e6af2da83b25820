package io.fieldgate.portal.testing;

import java.util.concurrent.atomic.AtomicInteger;

/// Names that no other test has.
public final class Names {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Names() {}

    public static String unique(String word) {
        return word + " " + COUNT.incrementAndGet();
    }
}
