package io.fieldgate.server.control;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.host.InstanceConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// All files of one secure server. Everything it writes is for its own user only.
///
/// `server.json` (from the process host) · `vpn.key`, `control.key` (made here, never leave) ·
/// `identity.json` (certificates from the portal) · `state.json` (the last desired state that was
/// applied).
public final class InstanceDirectory {
    private final Path directory;

    public InstanceDirectory(Path directory) {
        this.directory = directory;
    }

    /// Reads `server.json`; it may have changed since the last time.
    ///
    /// @throws IOException if it is missing or wrong; the message says what
    public InstanceConfig config() throws IOException {
        Path file = directory.resolve("server.json");
        InstanceConfig config;
        try {
            config = ContractJson.MAPPER.readValue(Files.readAllBytes(file), InstanceConfig.class);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " is missing; the process host writes it", missing);
        } catch (JacksonException wrong) {
            throw new IOException(file + " cannot be read: " + wrong.getOriginalMessage(), wrong);
        }
        if (config == null || config.port() < 0 || config.port() > 65535) {
            throw new IOException(file + ": port must be between 1 and 65535");
        }
        return config;
    }

    /// The identity, if the server has enrolled.
    Optional<Identity> identity() throws IOException {
        try {
            BootstrapAnswer answer =
                    ContractJson.MAPPER.readValue(
                            Files.readAllBytes(identityFile()), BootstrapAnswer.class);
            return Optional.of(identity(answer));
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (JacksonException | GeneralSecurityException damaged) {
            throw new IOException(
                    identityFile() + " is damaged; delete it and enrol again: " + damaged, damaged);
        }
    }

    /// Keeps the portal's answer, after making sure that it fits this server's keys.
    Identity keep(BootstrapAnswer answer) throws IOException, GeneralSecurityException {
        Identity identity = identity(answer);
        requireSameKey(identity.vpnCertificate(), vpnKeys());
        requireSameKey(identity.controlChain().getFirst(), controlKeys());
        AtomicFile.write(identityFile(), ContractJson.MAPPER.writeValueAsBytes(answer));
        return identity;
    }

    /// The key pair shown to VPN peers; made at the first call.
    KeyPair vpnKeys() throws IOException, GeneralSecurityException {
        return keys("vpn.key");
    }

    /// The key pair shown to the portal; made at the first call.
    KeyPair controlKeys() throws IOException, GeneralSecurityException {
        return keys("control.key");
    }

    /// The state that was applied last; empty if there is none.
    ///
    /// @throws IOException if the file cannot be read or is damaged
    Optional<DesiredState> state() throws IOException {
        try {
            return Optional.of(
                    DesiredState.whole(
                            ContractJson.MAPPER.readValue(
                                    Files.readAllBytes(stateFile()), StateUpdate.class)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JacksonException | NullPointerException damaged) {
            throw new IOException(stateFile() + " is damaged", damaged);
        }
    }

    void keep(DesiredState state) throws IOException {
        AtomicFile.write(stateFile(), ContractJson.MAPPER.writeValueAsBytes(state.toUpdate()));
    }

    Path stateFile() {
        return directory.resolve("state.json");
    }

    private Path identityFile() {
        return directory.resolve("identity.json");
    }

    private Identity identity(BootstrapAnswer answer) throws IOException, GeneralSecurityException {
        return new Identity(
                vpnKeys().getPrivate(),
                Pem.certificates(answer.vpnCertificate()).getFirst(),
                controlKeys().getPrivate(),
                Pem.certificates(answer.controlCertificate() + "\n" + answer.controlChain()),
                Pem.certificates(answer.tenantCa()).getFirst());
    }

    private KeyPair keys(String name) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(name);
        if (Files.exists(file)) {
            return Pem.keyPair(Files.readString(file, StandardCharsets.US_ASCII));
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        AtomicFile.write(file, Pem.keyPair(pair).getBytes(StandardCharsets.US_ASCII));
        return pair;
    }

    private static void requireSameKey(X509Certificate certificate, KeyPair keys)
            throws GeneralSecurityException {
        byte[] certified = certificate.getPublicKey().getEncoded();
        if (!Arrays.equals(certified, keys.getPublic().getEncoded())) {
            throw new GeneralSecurityException(
                    "the portal sent a certificate for another key than this server's");
        }
    }
}
