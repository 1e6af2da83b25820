package io.fieldgate.pki.http;

import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The process around the certification authority: HTTPS on the loopback interface.
///
/// It ends by itself when its standard input ends, so that it never outlives its supervisor.
@SpringBootApplication
public class PkiServiceApplication {
    public static void main(String[] arguments) {
        ConfigurableApplicationContext context =
                SpringApplication.run(PkiServiceApplication.class, arguments);
        Thread.ofPlatform().daemon().name("supervisor-watch").start(() -> endWithInput(context));
    }

    private static void endWithInput(ConfigurableApplicationContext context) {
        try {
            while (System.in.read() >= 0) {
                // what comes in is of no interest
            }
        } catch (IOException e) {
            // an input that cannot be read has ended too
        }
        System.exit(SpringApplication.exit(context));
    }
}
