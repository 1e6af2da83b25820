package io.fieldgate.e2e.support;

import io.fieldgate.e2e.device.Plc;
import java.nio.file.Path;
import java.time.Duration;

/// A site: a router with a node's tunnel, and a PLC on the LAN behind it.
public record Site(Namespace router, Namespace plc, String plcAddress) {
    /// Builds the site; the PLC answers HTTP and Modbus/TCP.
    ///
    /// @param lan first three numbers of the LAN's /24, such as `192.168.10`
    public static Site build(Lab lab, String name, String lan) {
        Namespace router = lab.host(name);
        Namespace plc = lab.device(router, lan + ".1/24", lan + ".10/24");
        Process process =
                plc.start(
                        Path.of("/dev/null"), java(), "-cp", classes(), Plc.class.getName(), name);
        Eventually.until(
                "PLC answers",
                Duration.ofSeconds(20),
                () ->
                        process.isAlive()
                                && plc.attempt(
                                                        Duration.ofSeconds(5),
                                                        "curl",
                                                        "-sf",
                                                        "http://127.0.0.1/")
                                                .exitCode()
                                        == 0);
        return new Site(router, plc, lan + ".10");
    }

    /// The subnet behind the router.
    public String subnet() {
        return plcAddress.substring(0, plcAddress.lastIndexOf('.')) + ".0/24";
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static String classes() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }
}
