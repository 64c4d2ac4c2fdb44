package io.strongroom.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Json;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.SilentInstance;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who deletes again what is gone, because the first answer got lost, say, is not told so while
 * another instance may still go by it.
 */
@ServiceTest
@TestProfile(ServiceProfile.class)
class RepeatedDeletionTest {
  private static final Duration A_WHILE = Duration.ofMillis(400);

  static Stream<Named<Function<Entrusted, String>>> things() {
    return Stream.of(
        Named.of("an API key", user -> user.tenant().path("/api-keys/" + keyOf(user.tenant()))),
        Named.of("a client", user -> user.tenant().environmentPath("/clients/" + user.client())),
        Named.of("an environment", user -> user.tenant().environmentPath("?cascade=true")),
        Named.of("an account", user -> account(user, "")),
        Named.of("a master token", user -> account(user, "/master-token")),
        Named.of("a tenant", user -> user.tenant().path("")));
  }

  @ParameterizedTest
  @MethodSource("things")
  void whatIsGoneIsSaidToBeGoneWhenItIsGoneEverywhere(Function<Entrusted, String> thing) {
    Entrusted user = Entrusted.xToken();
    user.issued();
    String path = thing.apply(user);
    CompletableFuture<Response> first;
    CompletableFuture<Response> second;
    try (SilentInstance other = SilentInstance.joined()) {
      first = delete(user, path);
      await().until(() -> other.isWaitedFor(user.tenant().id()));
      second = delete(user, path);
      await().during(A_WHILE).until(() -> !first.isDone() && !second.isDone());
    }
    assertEquals(204, first.join().statusCode());
    assertEquals(404, second.join().statusCode());
  }

  private static CompletableFuture<Response> delete(Entrusted user, String path) {
    return CompletableFuture.supplyAsync(() -> user.tenant().asOperator().delete(path));
  }

  private static String keyOf(VaultTenant tenant) {
    return Json.made(tenant.created("to be deleted", "TOKEN_ISSUE"), "keyId");
  }

  private static String account(Entrusted user, String rest) {
    return user.tenant().environmentPath("/accounts/" + user.uid() + rest);
  }
}
