/// What a packet costs the secure server's routing, measured with JMH.
@org.jspecify.annotations.NullMarked
package io.fieldgate.server.benchmarks;
