package io.fieldgate.portal.shared;

import jakarta.persistence.EntityManager;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;

/// Writes what waits to be written and says in words which rule of the database it broke.
public final class Uniqueness {
    private static final String UNIQUE_VIOLATION = "23505";

    private Uniqueness() {}

    /// Flushes; a value that exists already becomes the refusal.
    public static void flush(EntityManager entities, Supplier<RefusedException> taken) {
        try {
            entities.flush();
        } catch (ConstraintViolationException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw taken.get();
            }
            throw e;
        }
    }
}
