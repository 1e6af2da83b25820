package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.newKey;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.pss;
import static io.fieldgate.openvpn.certificate.DerWriter.concat;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static io.fieldgate.openvpn.certificate.DerWriter.integer;
import static io.fieldgate.openvpn.certificate.DerWriter.sequence;
import static io.fieldgate.openvpn.certificate.Verdicts.accepts;
import static io.fieldgate.openvpn.certificate.Verdicts.refuses;
import static io.fieldgate.openvpn.certificate.Verdicts.servers;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeysAndSignaturesTest {
    private static final String RSA_ALGORITHM = "300d06092a864886f70d0101010500";
    private static final BigInteger F4 = RSAKeyGenParameterSpec.F4;
    private static final KeyPair RSA = newKey("RSA", new RSAKeyGenParameterSpec(2048, F4));
    private static final KeyPair P384 = newKey("EC", new ECGenParameterSpec("secp384r1"));
    private static final KeyPair ED25519 = newKey("Ed25519", null);

    private final CertificateBuilder peer = CertificateBuilder.peer(KeyPurpose.SERVER_AUTH);

    @Test
    void eachAllowedAlgorithmIsAccepted() {
        for (int bits : new int[] {256, 384, 512}) {
            String ecdsa = "300a06082a8648ce3d04030" + (bits / 128);
            accepts(signed(CertificateBuilder.CA_KEY, "SHA" + bits + "withECDSA", ecdsa));
            accepts(signed(P384, "SHA" + bits + "withECDSA", ecdsa));
            String rsa = "300d06092a864886f70d01010%s0500".formatted(rsaDigit(bits));
            accepts(signed(RSA, "SHA" + bits + "withRSA", rsa));
            accepts(pssSigned(bits, bits / 8, pssAlgorithm(bits, bits / 8)));
        }
        accepts(signed(ED25519, "Ed25519", "300506032b6570"));
    }

    private static String rsaDigit(int bits) {
        return switch (bits) {
            case 256 -> "b";
            case 384 -> "c";
            default -> "d";
        };
    }

    @Test
    void aWeakAlgorithmIsRefused() {
        RefusalReason reason = RefusalReason.ALGORITHM;
        KeyPair ec = CertificateBuilder.CA_KEY;
        refuses(signed(ec, "SHA1withECDSA", "300906072a8648ce3d0401"), reason, "algorithm");
        refuses(signed(ec, "SHA224withECDSA", "300a06082a8648ce3d040301"), reason, "algorithm");
        refuses(signed(RSA, "SHA1withRSA", "300d06092a864886f70d0101050500"), reason, "algorithm");
        refuses(signed(RSA, "MD5withRSA", "300d06092a864886f70d0101040500"), reason, "algorithm");
        refuses(pssSigned(256, 20, pssAlgorithm(256, 20)), reason, "algorithm");
    }

    @Test
    void parametersThatAreNotTheUsualOnesAreRefused() {
        refuses(
                signed(
                        CertificateBuilder.CA_KEY,
                        "SHA256withECDSA",
                        "300c06082a8648ce3d0403020500"),
                RefusalReason.ALGORITHM,
                "algorithm");
        refuses(
                signed(RSA, "SHA256withRSA", "300b06092a864886f70d01010b"),
                RefusalReason.ALGORITHM,
                "algorithm");
    }

    @Test
    void anAlgorithmForAnotherKindOfKeyIsRefused() {
        RefusalReason reason = RefusalReason.ALGORITHM;
        refuses(signed(RSA, "SHA256withRSA", "300a06082a8648ce3d040302"), reason, "");
        refuses(signed(ED25519, "Ed25519", "300a06082a8648ce3d040302"), reason, "");
        refuses(signed(P384, "SHA256withECDSA", "300d06092a864886f70d01010b0500"), reason, "");
        refuses(signed(P384, "SHA256withECDSA", "300506032b6570"), reason, "");
        refuses(signed(RSA, "SHA256withRSA", "300506032b6570"), reason, "");
    }

    @Test
    void anAllowedAlgorithmThatWasNotTheOneUsedIsRefused() {
        refuses(
                signed(P384, "SHA384withECDSA", "300a06082a8648ce3d040302"),
                RefusalReason.SIGNATURE,
                "");
        refuses(pssSigned(256, 20, pssAlgorithm(256, 32)), RefusalReason.SIGNATURE, "");
    }

    private CertificateVerdict signed(KeyPair key, String name, String algorithm) {
        return ask(peer.signedBy(key, name, null, algorithm), key);
    }

    private CertificateVerdict pssSigned(int bits, int salt, String algorithm) {
        return ask(peer.signedBy(RSA, "RSASSA-PSS", pss("SHA-" + bits, salt), algorithm), RSA);
    }

    private static String pssAlgorithm(int bits, int salt) {
        byte[] hash =
                sequence(DerWriter.oid("60864801650304020" + (bits / 128 - 1)), der(Der.NULL));
        byte[] mgf = sequence(DerWriter.oid("2a864886f70d010108"), hash);
        byte[] parameters = sequence(der(0xa0, hash), der(0xa1, mgf), der(0xa2, integer(salt)));
        byte[] whole = sequence(DerWriter.oid("2a864886f70d01010a"), parameters);
        return HexFormat.of().formatHex(whole);
    }

    private static CertificateVerdict ask(CertificateBuilder peer, KeyPair caKey) {
        CertificateBuilder ca = CertificateBuilder.ca();
        ca.publicKey = caKey.getPublic().getEncoded();
        return servers(ca).verify(peer.build(), NOW);
    }

    @Test
    void aServersKeyMayBeOnP256OrP384OrRsa() {
        accepts(withKey(CertificateBuilder.PEER_KEY.getPublic().getEncoded()));
        accepts(withKey(P384.getPublic().getEncoded()));
        accepts(withKey(RSA.getPublic().getEncoded()));
    }

    @Test
    void nothingFollowsThePublicKey() {
        byte[] key = CertificateBuilder.PEER_KEY.getPublic().getEncoded();
        byte[] algorithm = Arrays.copyOfRange(key, 2, 23);
        byte[] bits = Arrays.copyOfRange(key, 23, key.length);
        accepts(withKey(sequence(algorithm, bits)));
        refuses(withKey(sequence(algorithm, bits, integer(1))), RefusalReason.MALFORMED, "many");
    }

    @Test
    void anotherKindOfKeyIsRefused() {
        String notAllowed = "not one of those allowed";
        refusesKey(ED25519.getPublic().getEncoded(), notAllowed);
        refusesKey(
                newKey("EC", new ECGenParameterSpec("secp521r1")).getPublic().getEncoded(),
                notAllowed);
        refusesKey(
                sequence(hex("300b06092a864886f70d01010a"), der(Der.BIT_STRING, (byte) 0)),
                notAllowed);
    }

    @Test
    void anRsaKeyIsNeitherShortNorLongNorOdd() {
        String notAllowed = "not one of those allowed";
        accepts(withKey(rsa(bits(2048), F4)));
        accepts(withKey(rsa(bits(8192), F4)));
        refusesKey(rsa(bits(2040), F4), notAllowed);
        refusesKey(rsa(bits(8200), F4), notAllowed);
        refusesKey(rsa(bits(2049), F4), notAllowed);
        refusesKey(rsa(bits(2048), BigInteger.valueOf(3)), notAllowed);
        refusesKey(rsa(bits(2048), F4.add(BigInteger.ONE)), notAllowed);
        accepts(withKey(rsa(bits(2048), BigInteger.TWO.pow(64).subtract(BigInteger.ONE))));
        refusesKey(rsa(bits(2048), BigInteger.TWO.pow(64).add(BigInteger.ONE)), notAllowed);
    }

    private static BigInteger bits(int length) {
        return BigInteger.ONE.shiftLeft(length - 1).add(BigInteger.ONE);
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
        byte[] key =
                sequence(
                        der(Der.INTEGER, modulus.toByteArray()),
                        der(Der.INTEGER, exponent.toByteArray()));
        return sequence(hex(RSA_ALGORITHM), der(Der.BIT_STRING, concat(new byte[1], key)));
    }

    @Test
    void aPointThatIsNotOnItsCurveIsNoKey() {
        byte[] key = CertificateBuilder.PEER_KEY.getPublic().getEncoded();
        key[key.length - 1] ^= 1;
        refusesKey(key, "public key");
        byte[] tooLarge = CertificateBuilder.PEER_KEY.getPublic().getEncoded();
        Arrays.fill(tooLarge, 27, 59, (byte) 0xff);
        refusesKey(tooLarge, "public key");
    }

    @Test
    void aKeyIsWrittenInTheOneRightWay() {
        byte[] key = CertificateBuilder.PEER_KEY.getPublic().getEncoded();
        byte[] compressed = Arrays.copyOf(key, 27 + 32);
        compressed[1] = 0x39;
        compressed[24] = 0x22;
        compressed[26] = 2;
        refusesKey(compressed, "public key");
        byte[] algorithm = hex("301306072a8648ce3d020106082a8648ce3d030107");
        refusesKey(
                sequence(algorithm, der(Der.BIT_STRING, (byte) 1, (byte) 4, (byte) 0)), "odd bits");
        refusesKey(sequence(algorithm, der(Der.BIT_STRING, (byte) 0)), "public key");
    }

    private CertificateVerdict withKey(byte[] publicKey) {
        peer.publicKey = publicKey;
        return servers(CertificateBuilder.ca()).verify(peer.build(), NOW);
    }

    private void refusesKey(byte[] publicKey, String text) {
        refuses(withKey(publicKey), RefusalReason.KEY, text);
    }
}
