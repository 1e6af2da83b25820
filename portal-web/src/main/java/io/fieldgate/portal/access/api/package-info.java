/// The REST API of this module; names as in the OpenAPI document.
@NullMarked
package io.fieldgate.portal.access.api;

import org.jspecify.annotations.NullMarked;
