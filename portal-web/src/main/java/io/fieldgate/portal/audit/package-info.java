/// Who did what: an append-only record.
@NullMarked
package io.fieldgate.portal.audit;

import org.jspecify.annotations.NullMarked;
