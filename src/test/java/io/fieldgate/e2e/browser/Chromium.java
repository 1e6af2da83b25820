package io.fieldgate.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// The Chromium of the system, without a window, driven as a person would.
///
/// Whatever a page complains of in the console, a breach of its content security policy among it,
/// is kept in [#complaints].
final class Chromium implements AutoCloseable {
    /// Refused requests are for the test to see; and the test itself changes the network, on which
    /// Chromium breaks off what is under way, and htmx tells so.
    private static final Pattern EXPECTED =
            Pattern.compile("responded with a status of 4|ERR_NETWORK_CHANGED|^htmx:(send|after)");

    private static final double LIMIT_MILLIS = 20_000;
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        playwright = Playwright.create();
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                                        .setHeadless(true)
                                        .setArgs(QUIET));
    }

    /// A person of their own: cookies are shared with nobody.
    Page desktop() {
        return page(options(1280, 900));
    }

    Page phone() {
        return page(options(390, 844).setHasTouch(true));
    }

    Page withoutScript() {
        return page(options(1280, 900).setJavaScriptEnabled(false));
    }

    /// Keeps a picture of the whole page in `target/screenshots`.
    static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private static Browser.NewContextOptions options(int width, int height) {
        // The test installation's certificate comes from its own new authority. That it is a right
        // one is tested with curl, which can be given that authority.
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setIgnoreHTTPSErrors(true)
                .setAcceptDownloads(true)
                .setTimezoneId("Europe/Berlin")
                .setLocale("en-GB");
    }

    private Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(LIMIT_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !EXPECTED.matcher(message.text()).find()) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
