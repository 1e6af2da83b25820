/// What the portal's tests share: a real PostgreSQL, and the portal set up for a test.
@NullMarked
package io.fieldgate.portal.testing;

import org.jspecify.annotations.NullMarked;
