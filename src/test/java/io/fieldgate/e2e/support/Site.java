package io.fieldgate.e2e.support;

import io.fieldgate.e2e.device.Plc;
import java.nio.file.Path;
import java.time.Duration;

/// A site: a router with a node's tunnel, and a PLC on the LAN behind it.
public record Site(Namespace router, Namespace plc, String plcAddress, String plcAddressIpv6) {
    /// Builds the site; the PLC answers HTTP and Modbus/TCP.
    ///
    /// @param lan first three numbers of the LAN's /24, such as `192.168.10`
    public static Site build(Lab lab, String name, String lan) {
        Namespace router = lab.host(name);
        String lanIpv6 = "fd00:" + lan.replace('.', ':') + "::";
        Namespace plc = lab.device(router, lan, lanIpv6);
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
        return new Site(router, plc, lan + ".10", lanIpv6 + "10");
    }

    /// The subnet behind the router.
    public String subnet() {
        return plcAddress.substring(0, plcAddress.lastIndexOf('.')) + ".0/24";
    }

    /// The IPv6 subnet behind the router.
    public String subnetIpv6() {
        return plcAddressIpv6.substring(0, plcAddressIpv6.lastIndexOf(':') + 1) + "/64";
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static String classes() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }
}
