package io.fieldgate.portal.access.api;

import io.fieldgate.portal.access.DeviceView;
import io.fieldgate.portal.access.Devices;
import io.fieldgate.portal.access.NewDevice;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(
        path = "/api/v1/nodes/{nodeId}/devices",
        produces = MediaType.APPLICATION_JSON_VALUE)
class DeviceApi {
    private final Devices devices;

    DeviceApi(Devices devices) {
        this.devices = devices;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    DeviceView add(@PathVariable UUID nodeId, @RequestBody NewDevice body) {
        return devices.add(nodeId, body);
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Slice<DeviceView> list(
            @PathVariable UUID nodeId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return devices.list(nodeId, SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/{deviceId}")
    @PreAuthorize("hasRole('VIEWER')")
    DeviceView get(@PathVariable UUID nodeId, @PathVariable UUID deviceId) {
        return devices.get(nodeId, deviceId);
    }

    /// Changes a device; without a `label` it keeps the one that it has.
    @PutMapping(path = "/{deviceId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    DeviceView change(
            @PathVariable UUID nodeId, @PathVariable UUID deviceId, @RequestBody NewDevice body) {
        return devices.change(nodeId, deviceId, body);
    }

    @DeleteMapping("/{deviceId}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID nodeId, @PathVariable UUID deviceId) {
        devices.remove(nodeId, deviceId);
    }
}
