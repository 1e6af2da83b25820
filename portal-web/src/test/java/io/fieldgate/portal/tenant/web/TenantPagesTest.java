package io.fieldgate.portal.tenant.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.shared.web.PageRenderer;
import io.fieldgate.portal.shared.web.Place;
import io.fieldgate.portal.tenant.TenantView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TenantPagesTest {
    private final PageRenderer pages = new PageRenderer();

    @Test
    void aNewInstallationSaysHowToStart() {
        assertThat(
                        pages.render(
                                "tenants_empty",
                                "tenant/tenants",
                                Map.of("place", Place.top(), "tenants", List.of())))
                .contains("Start with a tenant");
    }

    @Test
    void eachTenantLeadsToItsPage() {
        var tenant =
                new TenantView(
                        new UUID(1, 2), "<b>Water</b> & Co", "water.internal", Instant.EPOCH);
        assertThat(
                        pages.render(
                                "tenants",
                                "tenant/tenants",
                                Map.of("place", Place.top(), "tenants", List.of(tenant))))
                .contains("/tenants/" + tenant.id(), "&lt;b&gt;Water&lt;/b&gt; &amp; Co");
    }

    @Test
    void theFormOfANewTenantAsksForItsNameOnly() {
        assertThat(
                        pages.render(
                                "tenant-new",
                                "tenant/tenant-new",
                                Map.of("place", Place.top(), "form", TenantForm.empty())))
                .contains("name=\"name\"");
    }
}
