package io.fieldgate.openvpn.profile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a profile (`.ovpn`) strictly: each directive is used, known to be of no use here, or
/// refused by name. Words and blocks are read as OpenVPN 2 reads them.
///
/// Limits: 256 KiB, 512 bytes a line, 64 KiB a block, 4096 directives, 64 remotes. Reading is a
/// pure function and never throws because of the text.
public final class ProfileReader {
    private static final Set<String> MANY =
            Set.of("remote", "connection", "setenv", "extra-certs", "client", "pull");

    private final Findings findings = new Findings();
    private final RemotesDraft remotes = new RemotesDraft(findings);
    private final TrustDraft trust = new TrustDraft(findings);
    private final ControlDraft control = new ControlDraft();
    private final DataDraft data = new DataDraft(findings);
    private final SignInDraft signIn = new SignInDraft(findings);
    private final AnnouncementDraft announcement = new AnnouncementDraft(findings);
    private final TimersDraft timers = new TimersDraft();
    private final FormDraft form = new FormDraft(findings);
    private final List<Section> sections =
            List.of(remotes, trust, control, data, signIn, announcement, timers, form);
    private final Map<String, ConfigLine> taken = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> mayBeUnknown = new HashSet<>();

    private ProfileReader() {}

    /// Reads the bytes of a file, which must be UTF-8.
    public static ProfileReading read(byte[] file) {
        if (file.length > ConfigText.MAX_BYTES) {
            return tooLong();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(file);
            return read(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return refused(new Refusal("is not UTF-8 text", "save it as UTF-8"));
        }
    }

    /// Reads the text of a file.
    public static ProfileReading read(String text) {
        if (text.length() > ConfigText.MAX_BYTES
                || ConfigText.utf8Length(text) > ConfigText.MAX_BYTES) {
            return tooLong();
        }
        if (text.indexOf('\0') >= 0) {
            return refused(new Refusal("has a zero character", "save it as plain text"));
        }
        if (text.codePoints().anyMatch(ProfileReader::isHalfAPair)) {
            return refused(new Refusal("is not Unicode text", "save it as UTF-8"));
        }
        return new ProfileReader().readAll(text);
    }

    private ProfileReading readAll(String text) {
        for (ConfigLine line : ConfigText.read(text, 0, findings)) {
            if (findings.areFull()) {
                break;
            }
            try {
                take(line);
            } catch (Refusal refusal) {
                findings.refuse(line.number(), line.name(), refusal);
            }
        }
        ClientProfile profile = build();
        return findings.refused().isEmpty()
                ? new ProfileReading.Accepted(profile, findings.notUsed())
                : new ProfileReading.Refused(findings.refused(), findings.notUsed());
    }

    private void take(ConfigLine line) throws Refusal {
        if (isSetenvOpt(line)) {
            ConfigLine inner = line.withoutSetenvOpt();
            if (isSetenvOpt(inner) || inner.name().equals("ignore-unknown-option")) {
                throw new Refusal("has setenv opt before what cannot follow it", "remove it");
            }
            takeOne(inner);
        } else if (line.name().equals("ignore-unknown-option")) {
            mayBeUnknown.addAll(line.words(1, ConfigWords.MAX_WORDS));
        } else {
            takeOne(line);
        }
    }

    private static boolean isSetenvOpt(ConfigLine line) {
        return line.name().equals("setenv")
                && line.arguments().size() >= 2
                && line.arguments().getFirst().equals("opt");
    }

    private void takeOne(ConfigLine line) throws Refusal {
        ConfigLine before = taken.putIfAbsent(line.name(), line);
        if (before != null && used.contains(line.name()) && !MANY.contains(line.name())) {
            if (before.says(line)) {
                return;
            }
            throw new Refusal(
                    "says something else than line " + before.number(), "remove one of the two");
        }
        for (Section section : sections) {
            if (section.take(line)) {
                used.add(line.name());
                return;
            }
        }
        takeUnused(line);
    }

    private void takeUnused(ConfigLine line) throws Refusal {
        Optional<KnownDirectives.Rule> known = KnownDirectives.ruleFor(line.name());
        if (known.isPresent()) {
            KnownDirectives.Rule rule = known.get();
            switch (rule.treatment()) {
                case REFUSED -> throw new Refusal(rule.reason(), rule.remedy());
                case REPORTED -> leaveOut(line, rule.reason(), rule.remedy());
                case SILENT -> {}
            }
        } else if (line.optional() || mayBeUnknown.contains(line.name())) {
            leaveOut(line, "is unknown, which the profile allows for", "nothing");
        } else {
            throw new Refusal(
                    "is an unknown directive",
                    "correct or remove it, or name it in ignore-unknown-option before this line");
        }
    }

    private void leaveOut(ConfigLine line, String reason, String remedy) {
        findings.leaveOut(line.number(), line.name(), reason, remedy);
    }

    private ClientProfile build() {
        form.finish(taken.keySet());
        Optional<ClientIdentity> identity = trust.identity(taken.keySet());
        boolean hasCertificate = taken.containsKey("cert") || taken.containsKey("key");
        if (!hasCertificate && !signIn.isAsked()) {
            findings.refuse(
                    0,
                    "cert",
                    new Refusal(
                            "is missing: nothing says who the client is",
                            "add blocks <cert> and <key>, or auth-user-pass"));
        }
        DataOptions options = data.build();
        return new ClientProfile(
                remotes.build(),
                remotes.randomOrder(),
                trust.trust(),
                identity,
                control.build(options.auth()),
                options,
                signIn.build(),
                announcement.build(),
                timers.build());
    }

    private static boolean isHalfAPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static ProfileReading tooLong() {
        return refused(new Refusal("is longer than 256 KiB", "remove what is not needed"));
    }

    private static ProfileReading refused(Refusal refusal) {
        return new ProfileReading.Refused(List.of(Finding.refused(0, "", refusal)), List.of());
    }
}
