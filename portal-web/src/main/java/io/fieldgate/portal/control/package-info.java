/// The portal's end of the control link: what secure servers ask and report.
@NullMarked
package io.fieldgate.portal.control;

import org.jspecify.annotations.NullMarked;
