/// The process host: starts, watches and removes secure servers on the portal's request.
@NullMarked
package io.fieldgate.launcher.host;

import org.jspecify.annotations.NullMarked;
