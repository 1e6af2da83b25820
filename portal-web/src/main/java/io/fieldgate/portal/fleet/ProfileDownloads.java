package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.certificate.NewProfile;
import io.fieldgate.portal.certificate.ProfileOrder;
import io.fieldgate.portal.certificate.Profiles;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the profile of a node or client. Each download has a key and certificate of its own; from
/// then on those of the download before are worth nothing.
///
/// The PKI service is asked between two transactions, so that none waits for it.
@Service
public class ProfileDownloads {
    private final ProfileOrders orders;
    private final Profiles profiles;
    private final TransactionTemplate transactions;

    ProfileDownloads(ProfileOrders orders, Profiles profiles, TransactionTemplate transactions) {
        this.orders = orders;
        this.profiles = profiles;
        this.transactions = transactions;
    }

    /// A new profile of a node.
    @Transactional(propagation = Propagation.NEVER)
    public ProfileDownload forNode(UUID id, ProfileWish wish) {
        return make(id, PeerKind.NODE, wish);
    }

    /// A new profile of a client.
    @Transactional(propagation = Propagation.NEVER)
    public ProfileDownload forClient(UUID id, ProfileWish wish) {
        return make(id, PeerKind.CLIENT, wish);
    }

    private ProfileDownload make(UUID id, PeerKind kind, ProfileWish wish) {
        ProfileOrder order =
                Objects.requireNonNull(
                        transactions.execute(_ -> orders.of(id, kind, wish)), "an order");
        NewProfile profile = profiles.make(order);
        transactions.executeWithoutResult(
                _ -> orders.accept(order, profile, wish.oldClient() ? "old-profile" : "profile"));
        return new ProfileDownload(FleetRows.word(kind) + "-" + id + ".ovpn", profile.text());
    }
}
