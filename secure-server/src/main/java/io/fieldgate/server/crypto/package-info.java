/// The homes of the data channels' AEAD and of the slow steps of TLS handshakes, and which of them
/// this host is best served by.
@NullMarked
package io.fieldgate.server.crypto;

import org.jspecify.annotations.NullMarked;
