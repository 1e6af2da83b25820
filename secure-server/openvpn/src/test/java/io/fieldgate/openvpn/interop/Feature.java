package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;

/// Something of the protocol that a client and our server can be seen to do together.
///
/// @param name as in docs/interop.md
record Feature(String name, Scenario scenario) {
    /// Returns if the feature was seen; throws what prevented it otherwise.
    interface Scenario {
        void run(Bench bench) throws IOException;
    }

    /// What a scenario works with.
    ///
    /// @param directory for files
    record Bench(Program program, Path directory) {
        Lab lab(Setting setting) throws IOException {
            return new Lab(program, setting, directory);
        }

        Lab lab(Setting setting, LoopbackServer.Owner owner) throws IOException {
            return new Lab(program, setting, owner, directory);
        }
    }

    /// What came of a trial.
    ///
    /// @param words `seen`, `not seen: …` or `refused: …`
    record Outcome(String words, String log) {
        boolean isSeen() {
            return words.equals("seen");
        }
    }

    Outcome tryWith(Program program, Path directory) {
        try {
            scenario.run(new Bench(program, directory));
            return new Outcome("seen", "");
        } catch (Lab.Refused e) {
            return new Outcome("refused: " + e.getMessage(), "");
        } catch (IOException e) {
            return new Outcome("not seen: " + e, "");
        } catch (ClientProcess.NotSeen e) {
            return new Outcome("not seen: " + e.getMessage(), String.join("\n", e.log()));
        }
    }
}
