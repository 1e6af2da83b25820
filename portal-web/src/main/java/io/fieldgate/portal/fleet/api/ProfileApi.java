package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.ProfileDownload;
import io.fieldgate.portal.fleet.ProfileDownloads;
import io.fieldgate.portal.fleet.ProfileWish;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = ProfileDownload.MEDIA_TYPE)
class ProfileApi {
    private final ProfileDownloads downloads;

    ProfileApi(ProfileDownloads downloads) {
        this.downloads = downloads;
    }

    @PostMapping("/nodes/{id}/profile")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<String> ofNode(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean oldClient) {
        return answer(downloads.forNode(id, new ProfileWish(oldClient, false)));
    }

    @PostMapping("/clients/{id}/profile")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<String> ofClient(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean oldClient,
            @RequestParam(defaultValue = "false") boolean splitRoutes) {
        return answer(downloads.forClient(id, new ProfileWish(oldClient, splitRoutes)));
    }

    private static ResponseEntity<String> answer(ProfileDownload download) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(download.fileName())
                                .build()
                                .toString())
                .body(download.text());
    }
}
