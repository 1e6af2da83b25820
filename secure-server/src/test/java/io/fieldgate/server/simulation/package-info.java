/// Many identical sites in memory, and a plain model of what becomes of each packet.
@org.jspecify.annotations.NullMarked
package io.fieldgate.server.simulation;
