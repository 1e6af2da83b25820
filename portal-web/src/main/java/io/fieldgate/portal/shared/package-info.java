/// What all modules share: refusals, scopes, names, pages of collections, settings.
@NullMarked
package io.fieldgate.portal.shared;

import org.jspecify.annotations.NullMarked;
