package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.OptionsString;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What one end does in key method 2: the client speaks as soon as TLS is complete, the server
/// answers. Made for one key exchange.
sealed interface KeyMethodSide {
    /// What this end says first, or null.
    ///
    /// @param canExport whether keys can be exported from this TLS session
    byte @Nullable [] opening(boolean canExport);

    /// Reads the peer's message.
    ///
    /// @param buffer advanced beyond the message if it is complete
    /// @return null if more bytes must come first
    @Nullable Reading read(ByteBuffer buffer) throws MalformedMessageException;

    /// Whether the peer can use the key before it has acknowledged everything. The server's answer
    /// tells the client that the server has all it needs; the server does not know that of the
    /// client until its answer is acknowledged.
    boolean isActiveAtOnce();

    /// @param answer to send, or null
    record Reading(KeyExchange.Exchanged exchanged, @Nullable ByteBuffer answer) {}

    /// The server's side.
    record OfServer(RandomGenerator random) implements KeyMethodSide {
        @Override
        public byte @Nullable [] opening(boolean canExport) {
            return null;
        }

        @Override
        public @Nullable Reading read(ByteBuffer buffer) throws MalformedMessageException {
            KeyMethod2.FromClient client = KeyMethod2.read(buffer);
            if (client == null) {
                return null;
            }
            byte[] random1 = KeyMethod2.random(random);
            byte[] random2 = KeyMethod2.random(random);
            String options = new OptionsString(client.options()).mirrored();
            ByteBuffer answer = ByteBuffer.wrap(KeyMethod2.answer(random1, random2, options));
            return new Reading(new KeyExchange.Exchanged(client, random1, random2), answer);
        }

        @Override
        public boolean isActiveAtOnce() {
            return false;
        }
    }

    /// The client's side.
    final class OfClient implements KeyMethodSide {
        private final Function<Boolean, KeyMethod2.FromClient> message;
        private KeyMethod2.@Nullable FromClient sent;

        /// @param message asked for once, when it is to be sent; given whether keys can be exported
        OfClient(Function<Boolean, KeyMethod2.FromClient> message) {
            this.message = message;
        }

        @Override
        public byte @Nullable [] opening(boolean canExport) {
            KeyMethod2.FromClient own = message.apply(canExport);
            sent = own;
            return KeyMethod2.write(own);
        }

        @Override
        public @Nullable Reading read(ByteBuffer buffer) throws MalformedMessageException {
            KeyMethod2.FromClient own = sent;
            if (own == null) {
                throw new MalformedMessageException("the server answers before it was asked");
            }
            KeyMethod2.FromServer server = KeyMethod2.readAnswer(buffer);
            return server == null
                    ? null
                    : new Reading(
                            new KeyExchange.Exchanged(own, server.random1(), server.random2()),
                            null);
        }

        @Override
        public boolean isActiveAtOnce() {
            return true;
        }
    }
}
