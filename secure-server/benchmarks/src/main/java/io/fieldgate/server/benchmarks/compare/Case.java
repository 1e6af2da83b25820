package io.fieldgate.server.benchmarks.compare;

import java.util.List;

/// Something that both servers do, and what it costs them.
interface Case {
    /// By which it is asked for.
    String name();

    /// What it does, in a few words.
    String description();

    List<Comparison> run(Bench bench) throws Exception;
}
