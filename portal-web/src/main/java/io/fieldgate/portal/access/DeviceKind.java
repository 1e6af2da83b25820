package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.PortRange;
import java.util.List;

/// What a device speaks: a preset for rules, all over TCP.
public enum DeviceKind {
    S7("Siemens S7", 102),
    MODBUS_TCP("Modbus TCP", 502),
    CIP("EtherNet/IP (CIP)", 44818),
    OPC_UA("OPC UA", 4840),
    HTTPS("Web page (HTTPS)", 443),
    HTTP("Web page (HTTP)", 80),
    VNC("VNC", 5900),
    RDP("Remote desktop (RDP)", 3389),
    SSH("SSH", 22);

    private final String words;
    private final int port;

    DeviceKind(String words, int port) {
        this.words = words;
        this.port = port;
    }

    /// As people call it.
    public String words() {
        return words;
    }

    /// Its usual TCP port.
    public int port() {
        return port;
    }

    List<PortRange> ports() {
        return List.of(new PortRange(port, port));
    }
}
