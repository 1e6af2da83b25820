package io.fieldgate.pki.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// CA keys as files, one per key, each encrypted under the key-encryption key.
///
/// The private half is opened for one signature at a time and is otherwise not in memory.
public final class SoftwareKeyVault implements KeyVault {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final String SUFFIX = ".key";

    private final Path directory;
    private final KeyEncryptionKey keyEncryptionKey;
    private final SecureRandom random;

    private SoftwareKeyVault(
            Path directory, KeyEncryptionKey keyEncryptionKey, SecureRandom random) {
        this.directory = directory;
        this.keyEncryptionKey = keyEncryptionKey;
        this.random = random;
    }

    /// @param directory for the encrypted keys; made if there is none
    /// @param keyEncryptionKeyFile made if there is none and the directory holds no keys yet
    public static SoftwareKeyVault open(
            Path directory, Path keyEncryptionKeyFile, SecureRandom random) throws IOException {
        OwnerOnlyFiles.createDirectory(directory);
        boolean empty;
        try (Stream<Path> files = Files.list(directory)) {
            empty = files.noneMatch(file -> file.toString().endsWith(SUFFIX));
        }
        KeyEncryptionKey key = KeyEncryptionKey.open(keyEncryptionKeyFile, empty, random);
        return new SoftwareKeyVault(directory, key, random);
    }

    @Override
    public CaKey create(String name) throws IOException {
        Path file = file(name);
        if (Files.exists(file)) {
            throw new IllegalStateException("there is a key of this name: " + name);
        }
        KeyPair pair = generate();
        byte[] spki = pair.getPublic().getEncoded();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] plain =
                ByteBuffer.allocate(4 + spki.length + pkcs8.length)
                        .putInt(spki.length)
                        .put(spki)
                        .put(pkcs8)
                        .array();
        OwnerOnlyFiles.write(file, keyEncryptionKey.seal(plain, context(name)));
        Arrays.fill(plain, (byte) 0);
        Arrays.fill(pkcs8, (byte) 0);
        return new SoftwareCaKey(name, pair.getPublic());
    }

    @Override
    public Optional<CaKey> find(String name) throws IOException {
        if (!Files.exists(file(name))) {
            return Optional.empty();
        }
        return Optional.of(new SoftwareCaKey(name, read(name).getPublic()));
    }

    @Override
    public void destroy(String name) throws IOException {
        Path file = file(name);
        if (Files.deleteIfExists(file)) {
            OwnerOnlyFiles.synchronizeDirectory(file);
        }
    }

    private KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyPair read(String name) throws IOException {
        ByteBuffer plain =
                ByteBuffer.wrap(
                        keyEncryptionKey.open(Files.readAllBytes(file(name)), context(name)));
        byte[] spki = new byte[plain.getInt()];
        plain.get(spki);
        byte[] pkcs8 = new byte[plain.remaining()];
        plain.get(pkcs8);
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(spki));
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IOException("The CA key " + name + " is damaged.", e);
        } finally {
            Arrays.fill(plain.array(), (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a key");
        }
        return directory.resolve(name + SUFFIX);
    }

    private static byte[] context(String name) {
        return ("fieldgate pki key " + name).getBytes(StandardCharsets.US_ASCII);
    }

    private final class SoftwareCaKey implements CaKey {
        private final String name;
        private final PublicKey publicKey;

        SoftwareCaKey(String name, PublicKey publicKey) {
            this.name = name;
            this.publicKey = publicKey;
        }

        @Override
        public PublicKey publicKey() {
            return publicKey;
        }

        @Override
        public byte[] sign(byte[] message) throws IOException {
            PrivateKey privateKey = read(name).getPrivate();
            try {
                Signature signature = Signature.getInstance("SHA384withECDSA");
                signature.initSign(privateKey, random);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
