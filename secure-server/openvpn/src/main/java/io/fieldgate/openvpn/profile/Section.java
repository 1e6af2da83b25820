package io.fieldgate.openvpn.profile;

/// A part of a profile under construction, fed one directive after the other.
interface Section {
    /// Takes a directive of this section.
    ///
    /// @return false if it belongs elsewhere
    /// @throws Refusal if its values do not fit
    boolean take(ConfigLine line) throws Refusal;
}
