/// Hostile input for everything that reads bytes from the network.
///
/// Each `…Fuzz` class is a target for Jazzer (`fuzzerTestOneInput`). [CorpusTest] replays what the
/// fuzzer found worth keeping, in every build; `./fieldgate fuzz` runs the fuzzer itself.
@NullMarked
package io.fieldgate.openvpn.fuzz;

import org.jspecify.annotations.NullMarked;
