package io.fieldgate.server.simulation;

/// A subnet by its first address.
record Network(Address first, int length) {
    static Network of(String text) {
        int slash = text.indexOf('/');
        return new Network(
                Address.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(Address address) {
        int hostBits = (first.ipv6() ? 128 : 32) - length;
        return first.ipv6() == address.ipv6()
                && first.number()
                        .shiftRight(hostBits)
                        .equals(address.number().shiftRight(hostBits));
    }

    /// The address in `other` that has this one's place here.
    Address move(Address address, Network other) {
        return new Address(
                address.ipv6(),
                other.first.number().add(address.number().subtract(first.number())));
    }

    @Override
    public String toString() {
        return first + "/" + length;
    }
}
