package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Moment;

/// A live connection.
///
/// @param peerPath path of the node's or client's page
/// @param peerWord `node` or `client`
/// @param data how much went through, in words
/// @param software what the other end says it is; untrusted text
record SessionRow(
        String id,
        String peerName,
        String peerPath,
        String peerWord,
        Moment since,
        String dialsFrom,
        String data,
        String software) {}
