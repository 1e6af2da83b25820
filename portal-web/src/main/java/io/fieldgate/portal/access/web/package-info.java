/// Pages of devices, groups, rules and reach.
@NullMarked
package io.fieldgate.portal.access.web;

import org.jspecify.annotations.NullMarked;
