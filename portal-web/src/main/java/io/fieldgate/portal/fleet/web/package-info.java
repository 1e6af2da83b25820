/// Pages of secure servers, nodes and clients: one file per user action, one template per page.
@NullMarked
package io.fieldgate.portal.fleet.web;

import org.jspecify.annotations.NullMarked;
