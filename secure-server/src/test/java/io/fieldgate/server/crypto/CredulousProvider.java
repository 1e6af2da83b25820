package io.fieldgate.server.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;

/// Believes every signature; all else is done by an honest provider.
final class CredulousProvider extends Provider {
    static final String NAME = "Credulous";

    private static final long serialVersionUID = 1L;

    CredulousProvider(Provider honest) {
        super(NAME, "1", "believes");
        honest.getServices().stream()
                .filter(service -> !service.getType().equals("Signature"))
                .forEach(service -> putService(new HandedOn(this, service)));
        put("Signature.SHA256withECDSA", Believing.class.getName());
    }

    private static final class HandedOn extends Provider.Service {
        private final Provider.Service honest;

        HandedOn(Provider provider, Provider.Service honest) {
            super(
                    provider,
                    honest.getType(),
                    honest.getAlgorithm(),
                    honest.getClassName(),
                    List.of(),
                    Map.of());
            this.honest = honest;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return honest.newInstance(parameter);
        }
    }

    /// Signs with anything.
    public static final class Believing extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey key) {
            // Whoever it is.
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            // Whoever it is.
        }

        @Override
        protected void engineUpdate(byte octet) {
            // Whatever it is.
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
            // Whatever it is.
        }

        @Override
        protected byte[] engineSign() {
            return new byte[0];
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
