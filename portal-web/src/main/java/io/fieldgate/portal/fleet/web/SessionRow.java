package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Moment;

/// A live connection.
///
/// @param peerPath path of the node's or client's page
/// @param peerWord `node` or `client`
/// @param data how much went through, in words
/// @param software what the other end says it is; untrusted text
/// @param protection cipher, TLS version and where the keys come from, in words
/// @param abilities what the other end says it can do; untrusted text, empty if it says nothing
/// @param hint what to do about it, empty when there is nothing
/// @param reconnect the subnets that it reaches only from its next dial-in on, in words; empty when
///   there are none
record SessionRow(
        String id,
        String peerName,
        String peerPath,
        String peerWord,
        Moment since,
        String dialsFrom,
        String data,
        String software,
        String protection,
        String abilities,
        String hint,
        String reconnect) {}
