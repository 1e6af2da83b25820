package io.fieldgate.portal.fleet;

/// Which profile is wanted.
///
/// @param oldClient for OpenVPN 2.4 or an older device; only where its secure server lets those in
/// @param splitRoutes for a client whose own network uses the same subnet as a site: with both
///   halves of each real subnet as routes, which win against the whole one
public record ProfileWish(boolean oldClient, boolean splitRoutes) {
    static final ProfileWish USUAL = new ProfileWish(false, false);
}
