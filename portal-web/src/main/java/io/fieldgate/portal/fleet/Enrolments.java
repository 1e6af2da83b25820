package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.certificate.NewProfile;
import io.fieldgate.portal.certificate.ProfileOrder;
import io.fieldgate.portal.certificate.Profiles;
import io.fieldgate.portal.fleet.ActivationCodes.Holder;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Turns a device that has an activation code and a key of its own into a node.
///
/// Who it is follows from the code alone; of the request only the public key counts. The PKI
/// service is asked first and outside of any transaction. What it issued counts only from the
/// transaction on that uses the code up; of any number of calls with one code, one gets there, and
/// whatever fails before leaves the code as it is.
@Service
public class Enrolments {
    private static final String ACTOR = "activation code";

    private final ActivationCodes codes;
    private final EnrolmentThrottle throttle;
    private final FleetRows rows;
    private final ProfileOrders orders;
    private final Profiles profiles;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    Enrolments(
            ActivationCodes codes,
            EnrolmentThrottle throttle,
            FleetRows rows,
            ProfileOrders orders,
            Profiles profiles,
            AuditLog audit,
            TransactionTemplate transactions) {
        this.codes = codes;
        this.throttle = throttle;
        this.rows = rows;
        this.orders = orders;
        this.profiles = profiles;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// Redeems an activation code.
    ///
    /// @param typed the code; blanks, dashes and case do not matter
    /// @param csr PKCS#10 in PEM, of a P-256 key
    /// @param address where the call comes from: who tries codes is slowed down by it
    @Transactional(propagation = Propagation.NEVER)
    public Enrolment redeem(@Nullable String typed, @Nullable String csr, String address) {
        throttle.check(address);
        if (csr == null || csr.isBlank()) {
            throw RefusedException.invalid(
                    "csr", "Send a certification request (PKCS#10 in PEM) of a P-256 key.");
        }
        Optional<ActivationCode> code = ActivationCode.parse(typed);
        Optional<Holder> holder =
                code.flatMap(each -> Scope.operator().call(() -> codes.redeemable(each)));
        if (holder.isEmpty()) {
            throttle.failed(address);
            recordRefusal();
            throw FleetRefusals.activationCode();
        }
        return new Scope.Tenant(holder.get().tenantId())
                .call(() -> enrol(holder.get().nodeId(), code.get(), csr));
    }

    private Enrolment enrol(UUID nodeId, ActivationCode code, String csr) {
        ProfileOrder order =
                Objects.requireNonNull(
                        transactions.execute(
                                _ -> orders.of(nodeId, PeerKind.NODE, ProfileWish.USUAL)),
                        "an order");
        NewProfile profile = profiles.makeFor(csr, order);
        transactions.executeWithoutResult(_ -> accept(order, code, profile));
        IssuedCertificate issued = profile.certificate();
        return new Enrolment(nodeId, profile.text(), issued.certificate(), issued.issuer());
    }

    /// Locks the secure server before it changes the node, as all others do.
    private void accept(ProfileOrder order, ActivationCode code, NewProfile profile) {
        rows.lockServerOf(order.peerId(), PeerKind.NODE);
        if (!codes.consume(order.peerId(), code)) {
            throw FleetRefusals.activationCode();
        }
        orders.accept(order, profile, ACTOR, "enrol");
    }

    private void recordRefusal() {
        Scope.operator()
                .run(() ->
                        audit.record(
                                ACTOR,
                                new AuditEvent("node.enrol.refused", null, "node", null, "")));
    }
}
