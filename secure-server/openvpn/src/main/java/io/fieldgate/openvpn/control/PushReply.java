package io.fieldgate.openvpn.control;

import java.util.ArrayList;
import java.util.List;

/// Cuts pushed options into messages that every client takes.
///
/// A message stays within 1024 bytes including its NUL. All but the last of several end with
/// `push-continuation 2`, the last with `push-continuation 1`.
public final class PushReply {
    public static final int MAX_MESSAGE = 1024;
    public static final int MAX_OPTION = 255;
    static final String HEAD = "PUSH_REPLY";
    static final String UPDATE_HEAD = "PUSH_UPDATE";
    static final int RESERVED = 84;

    private PushReply() {}

    /// The messages that tell a client its settings.
    ///
    /// @param options in order, without commas
    public static List<String> messages(List<String> options) {
        return messages(HEAD, options);
    }

    /// The messages that change settings of a client that is connected (`PUSH_UPDATE`).
    ///
    /// @param options in order, without commas
    public static List<String> updates(List<String> options) {
        return messages(UPDATE_HEAD, options);
    }

    private static List<String> messages(String head, List<String> options) {
        List<String> messages = new ArrayList<>();
        StringBuilder message = new StringBuilder(head);
        for (String option : options) {
            if (option.length() > MAX_OPTION || option.indexOf(',') >= 0) {
                throw new IllegalArgumentException("cannot be pushed: " + option);
            }
            if (message.length() + 1 + option.length() > MAX_MESSAGE - RESERVED) {
                messages.add(message.append(",push-continuation 2").toString());
                message = new StringBuilder(head);
            }
            message.append(',').append(option);
        }
        if (!messages.isEmpty()) {
            message.append(",push-continuation 1");
        }
        messages.add(message.toString());
        return messages;
    }
}
