package io.strongroom.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.console.browser.Browsers.Window;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People at the packaged service's console. */
@Tag("console")
class ConsoleIT {
  private static final String OPERATOR_KEY = TestKeys.random();

  @TempDir private static Path folder;
  private static ServiceProcess service;
  private static Upstream upstream;
  private static Browsers browsers;
  private static VaultTenant tenant;
  private static String adminKey;

  @BeforeAll
  static void start() {
    upstream = new Upstream();
    service =
        ServiceProcess.start(
            folder.resolve("data"),
            ServiceSettings.of(
                OPERATOR_KEY, Map.of("STRONGROOM_WEBHOOK_ALLOW_PRIVATE_ADDRESSES", "true")));
    browsers = new Browsers();
    tenant = FurnishedTenant.at(service.baseUri(), OPERATOR_KEY, upstream);
    adminKey = tenant.newKey("administration", "TENANT_ADMIN");
  }

  private static void entrust(String uid) {
    FurnishedTenant.entrust(tenant, upstream, uid);
  }

  @AfterAll
  static void stop() {
    browsers.close();
    service.close();
    upstream.close();
  }

  private static List<String> pages() {
    String of = "tenant=" + tenant.id();
    return List.of(
        "tenants",
        "overview?" + of,
        "accounts?" + of,
        "account?environment=production&uid=ann&" + of,
        "environments?" + of,
        "revocations?" + of,
        "keys?" + of,
        "audit?" + of,
        "imports?" + of,
        "webhooks?" + of,
        "rotations?" + of);
  }

  @ParameterizedTest
  @CsvSource({"light, 1200", "dark, 1200", "light, 360", "dark, 360"})
  void everyPageCanBeReadAndNothingInANameRuns(String scheme, int width) {
    try (Window window =
        browsers.open(
            service.baseUri(), width, ColorScheme.valueOf(scheme.toUpperCase(Locale.ROOT)))) {
      window.page().navigate("/console");
      window.picture("sign-in-" + scheme + "-" + width);
      window.assertNothingGraveForAxe();
      window.signIn(OPERATOR_KEY);
      for (String page : pages()) {
        window.go("/console/" + page);
        window.picture(page.replaceFirst("\\?.*", "") + "-" + scheme + "-" + width);
        assertThat(window.page().locator(".notice.bad")).hasCount(0);
        window.assertFits();
        window.assertNothingGraveForAxe();
      }
    }
  }

  /** Where there is no {@code Sec-Fetch-Site}, this alone tells it from a form of another site. */
  @Test
  void formSaysWhereItComesFrom() {
    try (Window window = browsers.open(service.baseUri(), Browsers.DESK, ColorScheme.LIGHT)) {
      window.page().navigate("/console/sign-in");
      window.labelled("API key of an administrator").fill(adminKey);
      String origin =
          window
              .page()
              .waitForRequest(
                  request -> request.method().equals("POST"),
                  () -> window.button("Sign in").click())
              .headerValue("origin");
      assertEquals("http://" + service.baseUri().getAuthority(), origin);
    }
  }

  @Test
  void axeFindsWhatIsPlanted() {
    try (Window window = atDesk(adminKey)) {
      window.page().evaluate("() => document.body.append(document.createElement('input'))");
      assertTrue(window.graveForAxe().toString().contains("label at"));
    }
  }

  @Test
  void markupInNamesIsShownAsItIs() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/accounts");
      assertThat(window.link(FurnishedTenant.SCRIPT)).isVisible();
      assertThat(window.page().locator("#tenant-name")).hasText(FurnishedTenant.HANDLER);
      window.go("/console/keys");
      Locator.GetByTextOptions exactly = new Locator.GetByTextOptions().setExact(true);
      assertThat(window.page().locator("td").getByText(FurnishedTenant.HANDLER, exactly).first())
          .isVisible();
      assertThat(window.page().locator("img")).hasCount(0);
    }
  }

  @Test
  void signingOutMakesAStolenCookieWorthless() {
    String stolen;
    try (Window window = atDesk(adminKey)) {
      stolen = window.cookie();
      withCookie(stolen).get(tenant.path("")).then().statusCode(200);
      window.button("Sign out").click();
      assertThat(window.labelled("API key of an administrator")).isVisible();
      assertTrue(window.page().url().endsWith("/console/sign-in"));
    }
    withCookie(stolen).get(tenant.path("")).then().statusCode(401);
    withCookie(stolen).get("/console/keys").then().statusCode(401);
  }

  @Test
  void sessionWithoutProofChangesNothing() {
    try (Window window = atDesk(adminKey)) {
      int status =
          (Integer)
              window
                  .page()
                  .evaluate(
                      "path => fetch(path, {method: 'POST', body: JSON.stringify({name: 'x',"
                          + " authScopes: ['PRICING']})}).then(answer => answer.status)",
                      tenant.path("/api-keys"));
      assertEquals(403, status);
    }
  }

  @Test
  void revocationIsCountedThenConfirmed() {
    entrust("revoked-by-mouse");
    try (Window window = atDesk(adminKey)) {
      window.go("/console/account?environment=production&uid=revoked-by-mouse");
      window.button("Revoke master token and tokens …").click();
      assertThat(window.page().locator("dialog h2")).hasText("Revoke 1 client token?");
      window.picture("confirmation");
      window.assertNothingGraveForAxe();
      window.button("Cancel").click();
      tenant.account("revoked-by-mouse").then().body("status", equalTo("authorized"));

      window.button("Revoke master token and tokens …").click();
      window.button("Revoke 1 client token").click();
      assertThat(window.notice()).containsText("1 client token of 1 revoked");
      assertThat(window.page().getByText("not-authorized")).isVisible();
      tenant.account("revoked-by-mouse").then().body("reason", equalTo("revoked"));
      window.link("See the report").click();
      assertThat(window.page().getByText("Revoked here")).isVisible();
    }
  }

  @Test
  void revocationNeedsNoMouse() {
    entrust("revoked-by-keys");
    try (Window window = browsers.open(service.baseUri(), Browsers.TELEPHONE, ColorScheme.DARK)) {
      window.signIn(adminKey);
      window.go("/console/account?environment=production&uid=revoked-by-keys");
      window.tabTo("Revoke tokens …");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("dialog h2")).hasText("Revoke 1 client token?");
      window.tabTo("Revoke 1 client token");
      window.page().keyboard().press("Enter");
      assertThat(window.notice()).containsText("1 client token of 1 revoked");
      tenant.account("revoked-by-keys").then().body("tokens.size()", equalTo(0));
    }
  }

  @Test
  void masterTokenGoesInAndIsShownNowhere() {
    String secret = upstream.signIn("x-token", "new-user");
    try (Window window = atDesk(adminKey)) {
      window.go("/console/account?environment=production&uid=new-user");
      window.labelled("Master token").fill(secret);
      window.button("Put the master token").click();
      assertThat(window.notice()).containsText("was put");
      assertThat(window.labelled("Master token")).hasValue("");
      assertTrue(!window.page().content().contains(secret));
      tenant.issue("new-user").then().statusCode(200);
    }
  }

  @Test
  void keyIsMadeShownOnceAndDeleted() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/keys");
      window.labelled("Name").fill("made by a person");
      window.labelled("TOKEN_ISSUE").check();
      window.button("Make the key").click();
      String made = window.page().locator("#new-key").textContent();
      tenant.with(made).body(Map.of("uid", "ann")).post("/v1/tokens/issue").then().statusCode(200);
      window.go("/console/keys");
      assertThat(window.page().locator("#new-key")).hasCount(0);
      window.button("Delete the key made by a person").click();
      window.button("Delete the key").last().click();
      assertThat(window.notice()).containsText("was deleted");
      tenant.with(made).body(Map.of("uid", "ann")).post("/v1/tokens/issue").then().statusCode(401);
    }
  }

  @Test
  void recordIsVerified() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/audit?uid=ann");
      assertThat(window.page().getByText("master-token-put").first()).isVisible();
      window.button("Verify the record").click();
      assertThat(window.page().getByText("The record is what was sealed")).isVisible();
      window.picture("audit-verified");
    }
  }

  @Test
  void environmentsAreShownWithTheirClientsAndNoSecret() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/environments");
      Locator shown = window.labelled("Environment production");
      assertThat(shown.locator(".facts")).containsText(upstream.sandbox().baseUri() + "/token");
      assertThat(shown.locator("tbody")).containsText(Upstream.CLIENT + "client_secret_basic");
      assertFalse(window.page().content().contains(Upstream.CLIENT_SECRET));
    }
  }

  @Test
  void webhooksTellHowTheyStandAndNotTheWholeAddress() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/webhooks");
      Locator failing = window.labelled("Webhook " + FurnishedTenant.FAILING);
      assertThat(failing.locator(".badge")).hasText("failing");
      assertThat(failing).containsText("Failing since");
      assertThat(failing).containsText("waiting since");
      Locator idle = window.labelled("Webhook " + FurnishedTenant.IDLE);
      assertThat(idle.locator(".badge")).hasText("ok");
      assertThat(idle).containsText("Behindnothing");
      assertFalse(window.page().content().contains(FurnishedTenant.IN_ADDRESS));
    }
  }

  @Test
  void sessionThatHasEndedLeadsToTheWayIn() {
    Response made = tenant.created("short-lived", "TENANT_ADMIN");
    try (Window window = atDesk(made.path("apiKey"))) {
      window.go("/console/keys");
      String id = made.path("keyId");
      tenant.asOperator().delete(tenant.path("/api-keys/" + id)).then().statusCode(204);
      window.labelled("Name").fill("too late");
      window.button("Make the key").click();
      assertThat(window.labelled("API key of an administrator")).isVisible();
    }
  }

  private static Window atDesk(String key) {
    return browsers.atDesk(service.baseUri(), key);
  }

  private static RequestSpecification withCookie(String value) {
    return given().baseUri(service.baseUri().toString()).cookie("strongroom", value);
  }
}
