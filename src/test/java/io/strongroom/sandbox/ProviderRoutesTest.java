package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider's endpoints over real HTTP. */
class ProviderRoutesTest {
  private static final String CLIENT = "&client_id=c&client_secret=s";
  private static final int CALLERS = 1_000;

  private final SandboxServer server = SandboxServer.start();
  private final SandboxCaller caller = new SandboxCaller(server.baseUri());

  @BeforeEach
  void register() {
    server.provider().register(Client.of("c", "s"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void unknownTokenIs400InOAuthsForm() {
    HttpResponse<String> answer = caller.form("/token", xToken("nobody's"));
    assertEquals(400, answer.statusCode());
    assertEquals("invalid_grant", new JsonObject(answer.body()).getString("error"));
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void wrongSecretIs401() {
    HttpResponse<String> answer = caller.form("/token", "client_id=c&client_secret=x");
    assertEquals(401, answer.statusCode());
    assertEquals("invalid_client", new JsonObject(answer.body()).getString("error"));
  }

  @Test
  void onlyPostIsServed() {
    assertEquals(405, caller.delete("/token").statusCode());
    assertEquals(404, caller.delete("/elsewhere").statusCode());
  }

  @Test
  void tokenIsServedAtBothPaths() {
    String master = enter(MasterToken.Kind.X_TOKEN);
    for (String path : List.of("/token", "/1/token")) {
      HttpResponse<String> answer = caller.form(path, xToken(master));
      assertEquals(200, answer.statusCode());
      assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
      assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
      assertEquals("bearer", new JsonObject(answer.body()).getString("token_type"));
    }
  }

  @Test
  void longestMasterTokenPasses() {
    String longest = "m".repeat(16_384);
    server.provider().enter(MasterToken.of(MasterToken.Kind.X_TOKEN, "u").withValue(longest));
    assertEquals(200, caller.form("/token", xToken(longest)).statusCode());
  }

  @Test
  void bodyOverTheBoundIs413() {
    String body = "a=" + "x".repeat(BoundedBody.BYTES_MAX - 1);
    assertEquals(413, caller.form("/token", body).statusCode());
    assertEquals(401, caller.form("/token", body.substring(1)).statusCode());
    assertEquals(1, server.provider().counts().total().received());
  }

  @Test
  void revocationIsEmptyForKnownAndUnknown() {
    String access = accessToken();
    assertTrue(introspected(access).getBoolean("active"));
    for (String token : List.of(access, "unknown")) {
      HttpResponse<String> answer = caller.form("/revoke", form("token", token) + CLIENT);
      assertEquals(200, answer.statusCode());
      assertEquals("", answer.body());
    }
    assertEquals(new JsonObject().put("active", false), introspected(access));
  }

  @Test
  void deviceRevocationTellsOk() {
    String access = accessToken();
    HttpResponse<String> answer =
        caller.form("/revoke_token", form("access_token", access) + CLIENT);
    assertEquals(new JsonObject().put("status", "ok"), new JsonObject(answer.body()));
    assertEquals(new JsonObject().put("active", false), introspected(access));
  }

  @Test
  void thousandCallersAreCountedExactly() throws Exception {
    String master = enter(MasterToken.Kind.X_TOKEN);
    server.faults().add(Fault.throttle("1").times(137));
    List<HttpResponse<String>> answers = all(xToken(master));
    assertEquals(137, answers.stream().filter(answer -> answer.statusCode() == 429).count());
    Count count = server.provider().counts().of(Endpoint.TOKEN, "u");
    assertEquals(new Count(CALLERS, CALLERS - 137, 0, 137), count);
  }

  @Test
  void thousandCallersInsideTheGraceRotateOnce() throws Exception {
    server.provider().register(Client.of("c", "s").withRotation(true, Client.REUSE_GRACE_MAX));
    String master = enter(MasterToken.Kind.REFRESH_TOKEN);
    String body = form("grant_type", "refresh_token", "refresh_token", master) + CLIENT;
    long successors =
        all(body).stream()
            .map(answer -> new JsonObject(answer.body()).getString("refresh_token"))
            .distinct()
            .count();
    assertEquals(1, successors);
    assertEquals(CALLERS, server.provider().counts().total().granted());
    assertEquals(0, server.provider().counts().reuseDetections());
  }

  private List<HttpResponse<String>> all(String body) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, CALLERS).mapToObj(i -> caller.formLater("/token", body)).toList();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private String enter(MasterToken.Kind kind) {
    return server.provider().enter(MasterToken.of(kind, "u"));
  }

  private String accessToken() {
    HttpResponse<String> answer = caller.form("/token", xToken(enter(MasterToken.Kind.X_TOKEN)));
    return new JsonObject(answer.body()).getString("access_token");
  }

  private JsonObject introspected(String token) {
    return new JsonObject(caller.form("/introspect", form("token", token) + CLIENT).body());
  }

  private static String xToken(String master) {
    return form("grant_type", "x-token", "access_token", master) + CLIENT;
  }
}
