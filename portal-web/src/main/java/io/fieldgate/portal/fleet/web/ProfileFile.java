package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ProfileDownload;
import io.fieldgate.portal.fleet.ProfileDownloads;
import io.fieldgate.portal.fleet.ProfileWish;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Makes a new profile of a node or client and hands it to the browser, once.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ProfileFile {
    private static final MediaType OVPN = MediaType.parseMediaType(ProfileDownload.MEDIA_TYPE);

    private final ProfileDownloads profiles;

    ProfileFile(ProfileDownloads profiles) {
        this.profiles = profiles;
    }

    @PostMapping("/nodes/{id}/profile")
    ResponseEntity<String> node(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean oldClient) {
        return download(profiles.forNode(id, new ProfileWish(oldClient, false)));
    }

    @PostMapping("/clients/{id}/profile")
    ResponseEntity<String> client(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean oldClient,
            @RequestParam(defaultValue = "false") boolean splitRoutes) {
        return download(profiles.forClient(id, new ProfileWish(oldClient, splitRoutes)));
    }

    private static ResponseEntity<String> download(ProfileDownload profile) {
        return ResponseEntity.ok()
                .contentType(OVPN)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(profile.fileName())
                                .build()
                                .toString())
                .body(profile.text());
    }
}
