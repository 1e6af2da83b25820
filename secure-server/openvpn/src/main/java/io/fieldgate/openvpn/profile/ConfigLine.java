package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Optional;

/// One directive as it stands in a profile.
///
/// @param number of its line, from 1
/// @param name of the directive, without leading dashes
/// @param arguments the words after the name
/// @param block what stands between `<name>` and `</name>`, if the directive has this form
/// @param optional whether `setenv opt` stands before it: not an error where nobody knows it
record ConfigLine(
        int number, String name, List<String> arguments, Optional<String> block, boolean optional) {

    ConfigLine(int number, String name, List<String> arguments, Optional<String> block) {
        this(number, name, arguments, block, false);
    }

    /// The line behind `setenv opt`.
    ConfigLine withoutSetenvOpt() {
        return new ConfigLine(
                number, arguments.get(1), arguments.subList(2, arguments.size()), block, true);
    }

    boolean says(ConfigLine other) {
        return arguments.equals(other.arguments) && block.equals(other.block);
    }

    /// Refuses a block and any other number of arguments.
    List<String> words(int min, int max) throws Refusal {
        if (block.isPresent()) {
            throw new Refusal("cannot be a block", "write it on one line");
        }
        if (arguments.size() < min || arguments.size() > max) {
            String number = min == max ? String.valueOf(min) : min + " to " + max;
            throw new Refusal("takes " + number + " values", "see OpenVPN's manual");
        }
        return arguments;
    }

    String word() throws Refusal {
        return words(1, 1).getFirst();
    }

    /// What stands in the block; a file elsewhere is refused.
    String content() throws Refusal {
        if (block.isEmpty()) {
            throw new Refusal(
                    "names a file outside the profile",
                    "put the file's content between <" + name + "> and </" + name + ">");
        }
        return block.get();
    }

    int number(int index, int min, int max) throws Refusal {
        return number(arguments.get(index), min, max);
    }

    static int number(String word, int min, int max) throws Refusal {
        boolean digits = word.length() <= 9 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits && !word.isEmpty() ? Integer.parseInt(word) : -1;
        if (value < min || value > max) {
            throw new Refusal("is no number from " + min + " to " + max, "correct the number");
        }
        return value;
    }

    /// It may hold a key or a password.
    @Override
    public String toString() {
        return "ConfigLine[" + number + ", " + name + "]";
    }
}
