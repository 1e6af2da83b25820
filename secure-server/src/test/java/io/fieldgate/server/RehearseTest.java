package io.fieldgate.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RehearseTest {
    @Test
    void tunnelsComeUpAndPacketsGoThrough() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        EventLog log =
                new EventLog(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        InstantSource.system());

        boolean well = Rehearse.perform(log);
        log.close();

        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(well).as(text).isTrue();
        assertThat(text)
                .contains("rehearsal: two tunnels came up in", "packets in")
                .doesNotContain("WARN");
    }
}
