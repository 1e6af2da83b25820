package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Scope;

/// Somebody whose sight is limited to a scope.
interface Scoped {
    Scope scope();
}
