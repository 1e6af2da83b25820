package io.fieldgate.portal.access.web;

import static io.fieldgate.portal.shared.web.Typed.line;

import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.DeviceView;
import io.fieldgate.portal.access.NewDevice;
import java.util.Arrays;

/// A device that an admin adds or changes.
record DeviceForm(String name, String address, String kind, String label, String note) {
    DeviceForm {
        name = line(name);
        address = line(address);
        kind = line(kind);
        label = line(label);
        note = line(note);
    }

    static DeviceForm empty() {
        return new DeviceForm("", "", "", "", "");
    }

    static DeviceForm of(DeviceView device) {
        DeviceKind kind = device.kind();
        return new DeviceForm(
                device.name(),
                device.address(),
                kind == null ? "" : kind.name(),
                device.label(),
                device.note());
    }

    NewDevice wanted() {
        return new NewDevice(
                name,
                label,
                address,
                Arrays.stream(DeviceKind.values())
                        .filter(each -> each.name().equals(kind))
                        .findFirst()
                        .orElse(null),
                note);
    }
}
