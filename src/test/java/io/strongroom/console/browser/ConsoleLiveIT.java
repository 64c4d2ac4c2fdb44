package io.strongroom.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.strongroom.console.browser.Browsers.Window;
import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.imports.OpenUpload;
import io.strongroom.proxy.TcpProxy;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes while people look at it: work that goes on, others' edits, a database that goes. */
@Tag("console")
class ConsoleLiveIT {
  private static final String OPERATOR_KEY = TestKeys.random();
  private static final String IMPORT = "autumn2026";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final double ROTATES_WITHIN_MILLIS = 60_000;

  @TempDir private static Path folder;
  private static ExternalPostgres postgres;
  private static TcpProxy proxy;
  private static ServiceProcess service;
  private static Upstream upstream;
  private static Browsers browsers;
  private static VaultTenant tenant;
  private static String adminKey;

  @BeforeAll
  static void start() {
    postgres = ExternalPostgres.newest();
    proxy = TcpProxy.to(postgres.port());
    upstream = new Upstream();
    Map<String, String> more = new HashMap<>(postgres.environmentBehind(proxy.port()));
    more.put("STRONGROOM_ROTATION_LINGER", "PT1S");
    service = ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(OPERATOR_KEY, more));
    browsers = new Browsers();
    tenant = upstream.tenantOf(service.baseUri(), OPERATOR_KEY, "x-token", Map.of());
    adminKey = tenant.newKey("administration", "TENANT_ADMIN");
  }

  @AfterAll
  static void stop() {
    browsers.close();
    service.close();
    upstream.close();
    proxy.close();
    postgres.close();
  }

  @Test
  void importIsWatchedToItsEndAndItsRejectsAreListed() throws IOException {
    try (OpenUpload upload = OpenUpload.put(service.baseUri(), OPERATOR_KEY, tenant, IMPORT);
        Window window = atDesk()) {
      upload.send(user("first"));
      awaitImport();
      onceWithoutDatabase(window, "**/imports/" + IMPORT + "/watch");
      onceWithoutDatabase(window, "**/imports/" + IMPORT);
      window.go("/console/imports");
      assertThat(window.notice()).containsText("cannot reach its database");
      assertThat(window.notice()).isEmpty();
      Locator shown = window.labelled("Import " + IMPORT);
      assertThat(shown.locator(".badge")).hasText("running");
      assertThat(figure(shown, "Accepted")).hasText("1");

      int sent = badLinesUntilOneIsSeen(upload, figure(shown, "Rejected"));
      assertThat(shown.locator("progress")).isVisible();
      window.picture("import-running");

      upload.send(user("second")).end();
      assertThat(shown.locator(".badge")).hasText("finished");
      assertThat(figure(shown, "Accepted")).hasText("2");
      assertThat(figure(shown, "Rejected")).hasText(Integer.toString(sent));
      assertThat(shown.locator("progress")).hasCount(0);
      shown.getByText("Rejected lines of " + IMPORT).click();
      Locator rejects = shown.locator("tbody tr");
      assertThat(rejects).hasCount(sent);
      assertThat(rejects.first()).containsText("2");
      assertThat(rejects.first()).containsText("masterToken");
      assertThat(rejects.first()).containsText("is required");
      window.picture("import-rejects");
      window.assertNothingGraveForAxe();
    }
  }

  @Test
  void whoIsOvertakenByAnotherAdministratorIsToldAndCanLookAgain() {
    tenant.newKey("edited by two", "TOKEN_ISSUE");
    try (Window first = atDesk();
        Window second = atDesk()) {
      first.go("/console/keys");
      second.go("/console/keys");
      choose(first);
      choose(second);
      limit(first, "25");
      assertThat(first.notice()).containsText("The limit was set");

      limit(second, "50");
      assertThat(second.notice()).containsText("Somebody else has changed this meanwhile");
      second.picture("overtaken");
      second.assertNothingGraveForAxe();
      limits(25);

      second.button("Load the page again").click();
      assertThat(second.notice()).isEmpty();
      choose(second);
      assertThat(second.labelled("Calls an hour")).hasValue("25");
      limit(second, "50");
      assertThat(second.notice()).containsText("The limit was set");
      limits(50);
    }
  }

  @Test
  void whoActsWithoutADatabaseIsToldAndLosesNothing() {
    try (Window window = atDesk()) {
      window.go("/console/keys");
      window.labelled("Name").fill("kept in the form");
      window.labelled("TOKEN_ISSUE").check();
      databaseGoes();

      window.button("Make the key").click();
      assertThat(window.notice()).containsText("cannot reach its database");
      assertThat(window.labelled("Name")).hasValue("kept in the form");

      proxy.heal();
      service.awaitReady();
      window.button("Make the key").click();
      assertThat(window.page().locator("#new-key")).isVisible();
    } finally {
      proxy.heal();
    }
  }

  @Test
  void whoWantsInWithoutADatabaseIsToldOnTheFormAndTriesAgain() {
    try (Window window = browsers.open(service.baseUri(), Browsers.TELEPHONE, ColorScheme.LIGHT)) {
      window.page().navigate("/console/sign-in");
      databaseGoes();

      window.labelled("API key of an administrator").fill(adminKey);
      window.button("Sign in").click();
      assertThat(window.page().getByRole(AriaRole.ALERT)).containsText("cannot reach its database");
      assertThat(window.labelled("API key of an administrator")).hasValue("");
      window.picture("sign-in-without-database");
      window.assertFits();
      window.assertNothingGraveForAxe();

      proxy.heal();
      service.awaitReady();
      window.signIn(adminKey);
    } finally {
      proxy.heal();
    }
  }

  @Test
  void pageWithoutADatabaseSaysSoAndComesBackByItself() {
    try (Window window = browsers.open(service.baseUri(), Browsers.TELEPHONE, ColorScheme.DARK)) {
      window.signIn(adminKey);
      databaseGoes();

      window.page().navigate("/console/accounts");
      assertThat(window.heading("The vault cannot reach its database")).isVisible();
      assertThat(window.page().getByText("The page is loaded again")).isVisible();
      window.picture("without-database");
      window.assertFits();
      window.assertNothingGraveForAxe();

      proxy.heal();
      assertThat(window.heading("Accounts")).isVisible();
      assertThat(window.labelled("Uid begins with")).isVisible();
    } finally {
      proxy.heal();
    }
  }

  @Test
  void dataThatCannotBeHadIsExplainedAndComesByItself() {
    try (Window window = atDesk()) {
      window.page().route("**/v1/admin/**", ConsoleLiveIT::withoutDatabase);
      window.page().navigate("/console/accounts");
      assertThat(window.notice()).containsText("cannot reach its database");
      assertThat(window.button("Try again")).isVisible();
      window.picture("without-data");

      window.page().unroute("**/v1/admin/**");
      proxy.heal();
      assertThat(window.labelled("Uid begins with")).isVisible();
      assertThat(window.page().locator(".notice.bad")).hasCount(0);
    } finally {
      proxy.heal();
    }
  }

  @Test
  void rotationIsWatchedToItsEnd() {
    try (Window window = browsers.atDesk(service.baseUri(), OPERATOR_KEY)) {
      window.go("/console/rotations?tenant=" + tenant.id());
      window.button("Begin …").click();
      window.button("Begin the rotation").click();
      assertThat(window.page().locator("progress").first()).isVisible();
      window.picture("rotation-running");
      assertThat(window.page().locator("main h2 .badge").first())
          .hasText(
              "done", new LocatorAssertions.HasTextOptions().setTimeout(ROTATES_WITHIN_MILLIS));
      assertThat(window.page().locator("progress")).hasCount(0);
    }
  }

  private static Window atDesk() {
    return browsers.atDesk(service.baseUri(), adminKey);
  }

  /** Connections break, and new ones are refused. */
  private static void databaseGoes() {
    proxy.refuse();
    proxy.resetAll();
  }

  /**
   * The page has come; what it asks for, not the one before, meets a service without a database.
   */
  private static void withoutDatabase(Route route) {
    if (route.request().frame().url().endsWith("/console/accounts")) {
      databaseGoes();
    }
    route.resume();
  }

  private static void onceWithoutDatabase(Window window, String call) {
    Route.FulfillOptions away = new Route.FulfillOptions().setStatus(503);
    window.page().route(call, route -> route.fulfill(away), new Page.RouteOptions().setTimes(1));
  }

  private static void awaitImport() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                tenant
                    .asOperator()
                    .get(tenant.path("/imports/" + IMPORT))
                    .then()
                    .body("accepted", equalTo(1)));
  }

  /** A batch ends with the line that comes after a second: who uploads goes on. */
  private static int badLinesUntilOneIsSeen(OpenUpload upload, Locator rejected) {
    AtomicInteger sent = new AtomicInteger();
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(400))
        .atMost(PATIENCE)
        .until(
            () -> {
              upload.send("{\"uid\":\"tokenless\"}\n");
              sent.incrementAndGet();
              return !rejected.textContent().equals("0");
            });
    return sent.get();
  }

  private static void choose(Window window) {
    window.labelled("Whose").selectOption("edited by two");
    assertThat(window.button("Set the limit")).isEnabled();
  }

  private static void limit(Window window, String calls) {
    window.labelled("Calls an hour").fill(calls);
    window.button("Set the limit").click();
  }

  private static void limits(int calls) {
    tenant
        .asOperator()
        .get(tenant.path("/quotas"))
        .then()
        .body("items.find { it.keyId != null }.limit", equalTo(calls));
  }

  private static Locator figure(Locator shown, String name) {
    return shown
        .locator(".figures > div")
        .filter(new Locator.FilterOptions().setHasText(name))
        .locator("dd");
  }

  private static String user(String uid) {
    return "{\"uid\":\"" + uid + "\",\"masterToken\":\"m-" + uid + "\"}\n";
  }
}
