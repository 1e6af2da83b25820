package io.fieldgate.openvpn.profile;

import java.util.List;

/// What came of reading a profile.
public sealed interface ProfileReading {
    /// At most 64 parts that the reader leaves out; a client can dial without them.
    List<Finding> notUsed();

    /// A client can dial with it.
    record Accepted(ClientProfile profile, List<Finding> notUsed) implements ProfileReading {
        public Accepted {
            notUsed = List.copyOf(notUsed);
        }
    }

    /// It is not taken.
    ///
    /// @param refused why: 1 to 64 findings in the order of the lines, then what is missing
    record Refused(List<Finding> refused, List<Finding> notUsed) implements ProfileReading {
        public Refused {
            refused = List.copyOf(refused);
            notUsed = List.copyOf(notUsed);
        }
    }
}
