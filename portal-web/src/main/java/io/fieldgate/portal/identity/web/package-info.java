/// Pages of the first set-up and of signing in.
@NullMarked
package io.fieldgate.portal.identity.web;

import org.jspecify.annotations.NullMarked;
