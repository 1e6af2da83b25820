package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.util.List;
import java.util.Optional;

/// What there is behind a name, for the one who asks: nobody hears of what he may not reach. Asked
/// by the worker thread. Labels are in lower case; hosts are prefixes of full length.
///
/// @param <P> the peers
public interface NameDirectory<P> {
    /// A node's own addresses.
    ///
    /// @return empty if there is no such node for this asker; no addresses if he reaches something
    ///   behind it, but not the node itself
    Optional<List<Prefix>> node(P asker, String nodeLabel);

    /// The address under which the asker reaches a named device behind a node.
    Optional<Prefix> device(P asker, String nodeLabel, String deviceLabel);

    /// The address under which the asker reaches a host behind a node.
    ///
    /// @param real the host's own address at the site
    Optional<Prefix> host(P asker, String nodeLabel, Prefix real);

    /// Whose address this is for the asker.
    Optional<Owner> ownerOf(P asker, Prefix address);

    /// Who has an address.
    sealed interface Owner {
        /// The node itself.
        record OfNode(String nodeLabel) implements Owner {}

        /// A device behind it that has a name.
        record OfDevice(String nodeLabel, String deviceLabel) implements Owner {}

        /// Something behind it without a name.
        ///
        /// @param real its own address at the site
        record OfHost(String nodeLabel, Prefix real) implements Owner {}
    }
}
