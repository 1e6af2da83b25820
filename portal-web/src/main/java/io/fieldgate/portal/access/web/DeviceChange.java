package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.DeviceView;
import io.fieldgate.portal.access.Devices;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.shared.RefusedException;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Changes a device behind a node.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class DeviceChange {
    private final Nodes nodes;
    private final Devices devices;
    private final AccessPlaces places;

    DeviceChange(Nodes nodes, Devices devices, AccessPlaces places) {
        this.nodes = nodes;
        this.devices = devices;
        this.places = places;
    }

    @GetMapping("/nodes/{id}/devices/{device}")
    String page(@PathVariable UUID id, @PathVariable UUID device, Model model) {
        model.addAttribute("deviceForm", DeviceForm.of(devices.get(id, device)));
        return fill(id, device, model);
    }

    @PostMapping("/nodes/{id}/devices/{device}")
    String change(
            @PathVariable UUID id,
            @PathVariable UUID device,
            @ModelAttribute("deviceForm") DeviceForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            DeviceView changed = devices.change(id, device, form.wanted());
            Flash.done(next, changed.name() + " is saved", changed.warning());
            return "redirect:/nodes/" + id + "/devices";
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return fill(id, device, model);
    }

    private String fill(UUID id, UUID device, Model model) {
        NodeView node = nodes.get(id);
        model.addAttribute("place", places.server(node.secureServerId()));
        model.addAttribute("peer", Heading.of(node));
        model.addAttribute("device", devices.get(id, device));
        model.addAttribute("kinds", List.of(DeviceKind.values()));
        return "access/device";
    }
}
