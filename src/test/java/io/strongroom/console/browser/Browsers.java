package io.strongroom.console.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Debian's Chromium; every window that it opens tells when something is amiss. */
final class Browsers implements AutoCloseable {
  static final int DESK = 1200;
  static final int TELEPHONE = 360;

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

  /** A person at a desk who has signed in. */
  Window atDesk(URI service, String apiKey) {
    Window window = open(service, DESK, ColorScheme.LIGHT);
    window.signIn(apiKey);
    return window;
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
    private static final int MOST_PRESSES = 60;

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

    Locator button(String name) {
      return page.getByRole(
          AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
      return page.getByRole(
          AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A field, or a section that says what it is about. */
    Locator labelled(String name) {
      return page.getByLabel(name, new Page.GetByLabelOptions().setExact(true));
    }

    Locator heading(String name) {
      return page.getByRole(
          AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator notice() {
      return page.locator("#notice");
    }

    /** Goes on to the next thing that the keyboard reaches until that is the one of this name. */
    void tabTo(String name) {
      for (int presses = 0; presses < MOST_PRESSES; presses++) {
        page.keyboard().press("Tab");
        if (name.equals(page.evaluate("() => document.activeElement.textContent"))) {
          return;
        }
      }
      throw new AssertionError("the keyboard does not reach " + name);
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
