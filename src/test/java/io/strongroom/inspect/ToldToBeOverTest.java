package io.strongroom.inspect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Json;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.SilentInstance;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is told that a token is over while another instance may still give it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ToldToBeOverTest {
  private static final Duration A_WHILE = Duration.ofMillis(400);
  private static final BiFunction<Entrusted, String, Response> DROP =
      (user, token) -> user.tenant().drop(token);
  private static final BiFunction<Entrusted, String, Response> INSPECT =
      (user, token) -> user.tenant().inspect(token);
  private static final BiFunction<Entrusted, String, Response> REVOKE =
      (user, token) ->
          user.tenant()
              .asOperator()
              .body(Map.of("uid", user.uid(), "upstream", false))
              .post(user.tenant().path("/revocations"));
  private static final BiFunction<Entrusted, String, Response> DELETE_ACCOUNT =
      (user, token) -> delete(user, "/accounts/" + user.uid());
  private static final BiFunction<Entrusted, String, Response> DELETE_CLIENT =
      (user, token) -> delete(user, "/clients/" + user.client());
  private static final BiFunction<Entrusted, String, Response> DELETE_ENVIRONMENT =
      (user, token) -> delete(user, "?cascade=true");

  static Stream<Arguments> endsAndQuestions() {
    return Stream.of(
        arguments(named("drop", DROP), named("inspect", INSPECT), "active", false),
        arguments(named("drop", DROP), named("drop", DROP), "reason", "superseded"),
        arguments(named("revocation", REVOKE), named("inspect", INSPECT), "active", false),
        arguments(named("account", DELETE_ACCOUNT), named("inspect", INSPECT), "active", false),
        arguments(named("account", DELETE_ACCOUNT), named("drop", DROP), "dropped", false),
        arguments(named("client", DELETE_CLIENT), named("inspect", INSPECT), "active", false),
        arguments(named("client", DELETE_CLIENT), named("drop", DROP), "dropped", false),
        arguments(
            named("environment", DELETE_ENVIRONMENT), named("inspect", INSPECT), "active", false));
  }

  @ParameterizedTest
  @MethodSource("endsAndQuestions")
  void answerWaitsUntilNobodyGivesTheToken(
      BiFunction<Entrusted, String, Response> end,
      BiFunction<Entrusted, String, Response> question,
      String member,
      Object told) {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    CompletableFuture<Response> ending;
    CompletableFuture<Response> asking;
    try (SilentInstance other = SilentInstance.joined()) {
      ending = CompletableFuture.supplyAsync(() -> end.apply(user, token));
      await().until(() -> other.isWaitedFor(user.tenant().id()));
      asking = CompletableFuture.supplyAsync(() -> question.apply(user, token));
      await().during(A_WHILE).until(() -> !ending.isDone() && !asking.isDone());
    }
    assertEquals(2, ending.join().statusCode() / 100);
    assertEquals(told, Json.of(asking.join()).getValue(member));
  }

  private static Response delete(Entrusted user, String what) {
    return user.tenant().asOperator().delete(user.tenant().environmentPath(what));
  }
}
