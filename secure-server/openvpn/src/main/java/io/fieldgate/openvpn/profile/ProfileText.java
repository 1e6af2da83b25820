package io.fieldgate.openvpn.profile;

import java.util.ArrayList;
import java.util.List;

/// The directives of a profile, in an order that OpenVPN 2.4 accepts too (`ignore-unknown-option`
/// comes before what it names).
///
/// `explicit-exit-notify` is missing on purpose: before 2.6 it is an error beside a TCP remote, so
/// the server pushes it.
final class ProfileText {
    private static final String SERVER_POLL_SECONDS = "10";

    private final Profile profile;
    private final List<Directive> directives = new ArrayList<>();

    private ProfileText(Profile profile) {
        this.profile = profile;
    }

    static String of(Profile profile) {
        StringBuilder text = new StringBuilder();
        directives(profile).forEach(directive -> text.append(directive.text()));
        return text.toString();
    }

    static List<Directive> directives(Profile profile) {
        ProfileText text = new ProfileText(profile);
        text.addServer();
        text.addCiphers();
        text.addSecondFactor();
        text.add("verb", "3");
        if (profile.kind() == Profile.Kind.NODE) {
            text.addSubnets();
        }
        profile.options().routes().forEach(route -> text.directives.add(route.directive()));
        text.addKeys();
        return List.copyOf(text.directives);
    }

    private void addServer() {
        add("client");
        add("dev", "tun");
        for (Remote remote : profile.remotes()) {
            add(
                    "remote",
                    remote.host(),
                    String.valueOf(remote.port()),
                    remote.protocol().openvpnName());
        }
        add("verify-x509-name", profile.serverName(), "name");
        add("server-poll-timeout", SERVER_POLL_SECONDS);
        add("nobind");
        add("persist-key");
        add("persist-tun");
        add("remote-cert-tls", "server");
    }

    private void addCiphers() {
        boolean cbc = profile.options().cbc();
        add("auth", auth().openvpnName());
        add("tls-version-min", "1.2");
        // What a client says that does not negotiate: 2.4 with ncp-disable, and older.
        add("cipher", (cbc ? ProfileCipher.AES_256_CBC : ProfileCipher.AES_256_GCM).openvpnName());
        List<ProfileCipher> ciphers = new ArrayList<>(ProfileCipher.DEFAULT);
        if (cbc) {
            ciphers.add(ProfileCipher.AES_256_CBC);
        }
        add("ignore-unknown-option", "data-ciphers");
        add("data-ciphers", ProfileCipher.join(ciphers));
    }

    private AuthDigest auth() {
        return switch (profile.controlKey()) {
            case ControlKey.TlsAuth signed -> signed.digest();
            case ControlKey.TlsCrypt encrypted -> AuthDigest.SHA256;
            case ControlKey.TlsCryptV2 encrypted -> AuthDigest.SHA256;
        };
    }

    private void addSecondFactor() {
        switch (profile.options().secondFactor()) {
            case SecondFactor.None none -> {}
            case SecondFactor.Password password -> addPassword();
            case SecondFactor.Code(StaticChallenge challenge) -> {
                addPassword();
                add("static-challenge", challenge.text(), challenge.echo() ? "1" : "0");
            }
        }
    }

    private void addPassword() {
        add("auth-user-pass");
        add("auth-retry", "interact");
        add("auth-nocache");
    }

    private void addSubnets() {
        add("push-peer-info");
        if (profile.subnets().isEmpty()) {
            comment("The subnets behind this node: put your own in place of these,");
            comment("separated by blanks, and remove the sign before setenv.");
            comment("setenv " + AnnouncedSubnet.VARIABLE + " \"192.168.7.0/24 10.20.30.0/24\"");
        } else {
            add("setenv", AnnouncedSubnet.VARIABLE, AnnouncedSubnet.join(profile.subnets()));
        }
    }

    private void addKeys() {
        block("ca", profile.authorities().toPem());
        block("cert", profile.certificate().toPem());
        switch (profile.key()) {
            case PemPrivateKey inline -> block("key", inline.toPem());
            case KeyFile file -> add("key", file.name());
        }
        switch (profile.controlKey()) {
            case ControlKey.TlsCryptV2(var key) -> block("tls-crypt-v2", key.toPem());
            case ControlKey.TlsCrypt(var key) -> block("tls-crypt", StaticKeyText.write(key));
            case ControlKey.TlsAuth signed -> {
                add("key-direction", "1");
                block("tls-auth", StaticKeyText.write(signed.key()));
            }
        }
    }

    private void add(String name, String... values) {
        directives.add(Directive.of(name, values));
    }

    private void block(String name, String pem) {
        directives.add(new Directive.Block(name, pem));
    }

    private void comment(String line) {
        directives.add(new Directive.Comment(line));
    }
}
