/// What the parts of a packet's way through the secure server cost, measured with JMH.
@org.jspecify.annotations.NullMarked
package io.fieldgate.server.benchmarks;
