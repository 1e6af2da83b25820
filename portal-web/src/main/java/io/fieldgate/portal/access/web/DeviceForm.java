package io.fieldgate.portal.access.web;

import static io.fieldgate.portal.shared.web.Typed.line;

import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.NewDevice;
import java.util.Arrays;

/// A device that an admin adds.
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
