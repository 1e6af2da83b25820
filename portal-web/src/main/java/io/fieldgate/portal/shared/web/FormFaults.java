package io.fieldgate.portal.shared.web;

import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// Puts what a service refused next to the field that it is about.
public final class FormFaults {
    private FormFaults() {}

    /// Puts the message at its field, or at another field when the refusal names none of the
    /// form's.
    ///
    /// What no other input would mend, such as an object that is gone, is thrown on: that is a page
    /// of its own.
    ///
    /// @param otherwise the field that stands for the form as a whole
    public static void show(RefusedException refused, BindingResult result, String otherwise) {
        Refusal refusal = refused.refusal();
        switch (refusal.kind()) {
            case INVALID, CONFLICT, NOT_IMPLEMENTED -> {
                String field = refusal.field();
                result.rejectValue(
                        field != null && has(result.getTarget(), field) ? field : otherwise,
                        refusal.type(),
                        refusal.detail());
            }
            case NOT_FOUND, TOO_MANY, UNAVAILABLE -> throw refused;
        }
    }

    private static boolean has(@Nullable Object form, String field) {
        return form != null
                && Arrays.stream(form.getClass().getRecordComponents())
                        .anyMatch(component -> component.getName().equals(field));
    }
}
