/// Pages of tenants.
@NullMarked
package io.fieldgate.portal.tenant.web;

import org.jspecify.annotations.NullMarked;
