package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.DeviceView;
import io.fieldgate.portal.access.Devices;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The devices behind a node: shows, adds and removes them.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class NodeDevices {
    private final Nodes nodes;
    private final Devices devices;
    private final AccessPlaces places;

    NodeDevices(Nodes nodes, Devices devices, AccessPlaces places) {
        this.nodes = nodes;
        this.devices = devices;
        this.places = places;
    }

    @GetMapping("/nodes/{id}/devices")
    String page(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        model.addAttribute("deviceForm", DeviceForm.empty());
        return fill(id, SliceRequest.parse(cursor, null, q), model);
    }

    @PostMapping("/nodes/{id}/devices")
    @PreAuthorize("hasRole('ADMIN')")
    String add(
            @PathVariable UUID id,
            @ModelAttribute("deviceForm") DeviceForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            DeviceView added = devices.add(id, form.wanted());
            Flash.done(next, added.name() + " is added", added.warning());
            return "redirect:/nodes/" + id + "/devices";
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return fill(id, SliceRequest.parse(null, null, null), model);
    }

    @PostMapping("/nodes/{id}/devices/remove")
    @PreAuthorize("hasRole('ADMIN')")
    String remove(@PathVariable UUID id, @RequestParam UUID device, RedirectAttributes next) {
        try {
            Flash.done(next, devices.remove(id, device).name() + " is removed.");
        } catch (RefusedException e) {
            Flash.trouble(next, e.refusal().detail());
        }
        return "redirect:/nodes/" + id + "/devices";
    }

    private String fill(UUID id, SliceRequest request, Model model) {
        NodeView node = nodes.get(id);
        Slice<DeviceView> found = devices.list(id, request);
        model.addAttribute("place", places.server(node.secureServerId()));
        model.addAttribute("peer", Heading.of(node));
        model.addAttribute("open", node.state() != PeerState.REVOKED);
        model.addAttribute("devices", found.items());
        model.addAttribute("next", found.nextCursor());
        model.addAttribute("q", request.query());
        model.addAttribute("kinds", List.of(DeviceKind.values()));
        return "access/node-devices";
    }
}
