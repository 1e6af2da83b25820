/// What the secure server itself does inside the tunnels: answers for names, and asks devices
/// whether they are there.
@NullMarked
package io.fieldgate.server.service;

import org.jspecify.annotations.NullMarked;
