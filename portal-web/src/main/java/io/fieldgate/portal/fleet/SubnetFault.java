package io.fieldgate.portal.fleet;

/// Why a subnet cannot be in force behind a node.
///
/// @param words for the admin
/// @param overlap whether it could be in force if another subnet were not
record SubnetFault(String words, boolean overlap) {}
