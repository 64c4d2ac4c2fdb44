package io.strongroom.console.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Debian's Chromium; every window that it opens tells when something is amiss. */
final class Browsers implements AutoCloseable {
  private static final Path CHROMIUM = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));

  private static final Path PICTURES = Path.of("target", "console");
  private static final double PATIENCE_MILLIS = 20_000;

  private final Playwright playwright;
  private final Browser browser;

  Browsers() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
  }

  Window open(URI service, int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(service.toString())
                .setViewportSize(width, 800)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return new Window(context);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** A person's window with a session of its own. */
  static final class Window implements AutoCloseable {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final BrowserContext context;
    private final Page page;
    private final List<String> amiss = new ArrayList<>();

    private Window(BrowserContext context) {
      this.context = context;
      this.page = context.newPage();
      page.onDialog(
          dialog -> {
            amiss.add("a script ran: " + dialog.message());
            dialog.dismiss();
          });
      page.onPageError(amiss::add);
      page.onConsoleMessage(
          message -> {
            if (message.text().contains("Content Security Policy")) {
              amiss.add(message.text());
            }
          });
    }

    Page page() {
      return page;
    }

    void signIn(String apiKey) {
      page.navigate("/console");
      page.getByLabel("API key of an administrator").fill(apiKey);
      page.keyboard().press("Enter");
      page.locator("nav").waitFor();
    }

    /** Opens a page and waits until it is filled in. */
    void go(String path) {
      page.navigate(path);
      settled();
    }

    void settled() {
      page.waitForFunction(
          "() => document.querySelector('#content') && !document.querySelector('#content')"
              + ".textContent.includes('Loading')");
    }

    String cookie() {
      return context.cookies().stream()
          .filter(cookie -> cookie.name.equals("strongroom"))
          .findFirst()
          .orElseThrow()
          .value;
    }

    void picture(String name) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    }

    void assertNothingGraveForAxe() {
      assertEquals(List.of(), graveForAxe());
    }

    /** Rules of axe-core that the page breaks seriously. */
    List<String> graveForAxe() {
      return new AxeBuilder(page)
          .setLegacyMode(true).analyze().getViolations().stream()
              .filter(rule -> GRAVE.contains(rule.getImpact()))
              .map(rule -> rule.getId() + " at " + page.url() + " " + rule.getNodes())
              .toList();
    }

    void assertFits() {
      int beyond =
          (Integer)
              page.evaluate(
                  "() => document.documentElement.scrollWidth"
                      + " - document.documentElement.clientWidth");
      assertEquals(0, beyond, page.url());
    }

    @Override
    public void close() {
      context.close();
      assertEquals(List.of(), amiss);
    }
  }
}
