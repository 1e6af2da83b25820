package io.fieldgate.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/// What an admin does on the pages, by the words that stand there.
final class AdminPages {
    private final Page page;

    AdminPages(Page page) {
        this.page = page;
    }

    Page page() {
        return page;
    }

    void createOperator(String setupLink, String userName, String password) {
        page.navigate(setupLink);
        field("User name").fill(userName);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
        field("The password once more").fill(password);
        press("Create the account");
    }

    void signIn(String address, String userName, String password) {
        page.navigate(address + "/sign-in");
        field("User name").fill(userName);
        field("Password").fill(password);
        press("Sign in");
    }

    void createTenant(String address, String name) {
        page.navigate(address + "/tenants/new");
        field("Name").fill(name);
        press("Create the tenant");
        assertThat(heading(name)).isVisible();
    }

    /// From the tenant's page.
    void createSecureServer(String name) {
        createSecureServer(name, "One-to-Many");
    }

    /// From the tenant's page.
    void createSecureServer(String name, String mode) {
        link("New secure server");
        field("Name").fill(name);
        page.getByLabel(mode).check();
        press("Create the secure server");
        assertThat(heading(name)).isVisible();
    }

    /// From the secure server's page.
    void addNode(String name, String description) {
        link("Add a node");
        field("Name").fill(name);
        field("Description").fill(description);
        press("Add the node");
        assertThat(heading(name)).isVisible();
    }

    /// From the secure server's page.
    void addClient(String name) {
        link("Add a client");
        field("Name").fill(name);
        page.getByLabel("A person").check();
        press("Add the client");
        assertThat(heading(name)).isVisible();
    }

    /// From a node's page.
    void addSubnet(String prefix) {
        field("Add a subnet").fill(prefix);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add").setExact(true))
                .click();
    }

    /// From a node's or client's page.
    String downloadProfile() {
        Download download = page.waitForDownload(() -> press("Download the profile (.ovpn)"));
        try {
            return Files.readString(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From a node's or client's page.
    void revoke(String reason) {
        page.getByText("Revoke…").click();
        field("Why?").fill(reason);
        page.getByLabel("Yes, end it for good").check();
        press("Revoke now");
    }

    /// The page shows this state in its own words, by itself.
    void awaitState(String word, Duration limit) {
        assertThat(page.locator("#state"))
                .hasText(
                        word,
                        new LocatorAssertions.HasTextOptions()
                                .setTimeout((double) limit.toMillis()));
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator field(String label) {
        return page.getByLabel(label).first();
    }

    void press(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
    }

    void link(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first().click();
    }
}
