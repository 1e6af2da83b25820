/// A flood of first packets from made-up addresses, in namespaces without a way out.
@NullMarked
package io.fieldgate.server.flood;

import org.jspecify.annotations.NullMarked;
