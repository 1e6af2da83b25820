package io.fieldgate.server.service;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/// Asks name servers outside for names that are not ours. Never blocks its caller.
public interface Forwarder {
    /// For servers that forward nothing.
    Forwarder NONE = (servers, question, answer) -> false;

    /// Begins to ask.
    ///
    /// @param servers tried in this order; not empty
    /// @param answer called once, on any thread, within five seconds; empty if none of them answers
    /// @return false if too many questions are under way; `answer` is not called then
    boolean ask(
            List<InetSocketAddress> servers, Question question, Consumer<Optional<Message>> answer);

    /// What to ask.
    ///
    /// @param record name, type and class
    /// @param dnssecOk whether the asker wants signatures (RFC 3225)
    /// @param checkingDisabled whether the asker checks them himself (RFC 4035 section 3.2.2)
    record Question(Record record, boolean dnssecOk, boolean checkingDisabled) {}
}
