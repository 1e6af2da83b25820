package io.fieldgate.server.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A well-formed question of a DNS client (RFC 1035 section 4, EDNS as in RFC 6891).
///
/// @param header as it came, with id and flags
/// @param question name, type and class; null only where the answer is an error that needs none
/// @param edns null if the client knows no EDNS
/// @param error how it must be answered whatever it asks; [Rcode#NOERROR] if it can be answered
record DnsQuery(Header header, @Nullable Record question, @Nullable OPTRecord edns, int error) {
    /// What we say we take, and send at most: fits the smallest IPv6 MTU.
    static final int PAYLOAD = 1232;

    private static final int PLAIN_PAYLOAD = 512;
    private static final int HEADER = 12;
    private static final int DNSSEC_OK = 0x8000;
    private static final int MAX_ADDITIONAL = 2;

    /// Reads a query; null if it is none, or damaged, and so deserves no answer.
    static @Nullable DnsQuery read(ByteBuffer data) {
        if (data.remaining() < HEADER || data.getShort(data.position() + 2) < 0) {
            return null; // not even a header; or an answer, which must not be answered
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        try {
            Header header = new Header(bytes);
            if (header.getOpcode() != Opcode.QUERY) {
                // Such as the updates with which office computers register themselves.
                return new DnsQuery(header, null, null, Rcode.NOTIMP);
            }
            boolean plain =
                    header.getCount(Section.QUESTION) == 1
                            && header.getCount(Section.ANSWER) == 0
                            && header.getCount(Section.AUTHORITY) == 0
                            && header.getCount(Section.ADDITIONAL) <= MAX_ADDITIONAL
                            && !header.getFlag(Flags.TC);
            return plain ? of(new Message(bytes)) : null;
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    private static @Nullable DnsQuery of(Message message) {
        Record question = message.getQuestion();
        List<Record> options =
                message.getSection(Section.ADDITIONAL).stream()
                        .filter(OPTRecord.class::isInstance)
                        .toList();
        if (question == null || options.size() > 1) {
            return null;
        }
        OPTRecord edns = message.getOPT();
        return new DnsQuery(message.getHeader(), question, edns, error(question, edns));
    }

    private static int error(Record question, @Nullable OPTRecord edns) {
        if (edns != null && edns.getVersion() != 0) {
            return Rcode.BADVERS;
        }
        int type = question.getType();
        boolean transfer = type == Type.AXFR || type == Type.IXFR;
        return question.getDClass() != DClass.IN || transfer ? Rcode.REFUSED : Rcode.NOERROR;
    }

    /// Longest answer that the client takes, bytes.
    int maxPayload() {
        OPTRecord options = edns;
        return options == null
                ? PLAIN_PAYLOAD
                : Math.clamp(options.getPayloadSize(), PLAIN_PAYLOAD, PAYLOAD);
    }

    /// Whether the client wants signatures (RFC 3225).
    boolean dnssecOk() {
        return edns != null && (edns.getFlags() & DNSSEC_OK) != 0;
    }

    /// The beginning of the answer.
    ///
    /// @param rcode may be one of the extended ones if there is EDNS
    Message answer(int rcode) {
        Message answer = new Message(header.getID());
        Header flags = answer.getHeader();
        flags.setOpcode(header.getOpcode());
        flags.setFlag(Flags.QR);
        if (header.getFlag(Flags.RD)) {
            flags.setFlag(Flags.RD);
        }
        flags.setRcode(rcode & 0x0f);
        if (question != null) {
            answer.addRecord(question, Section.QUESTION);
        }
        if (edns != null) {
            answer.addRecord(
                    new OPTRecord(PAYLOAD, rcode >>> 4, 0, edns.getFlags() & DNSSEC_OK),
                    Section.ADDITIONAL);
        }
        return answer;
    }
}
