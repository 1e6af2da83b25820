/// Who may sign in and what they may do: operator account, set-up link, API tokens.
@NullMarked
package io.fieldgate.portal.identity;

import org.jspecify.annotations.NullMarked;
