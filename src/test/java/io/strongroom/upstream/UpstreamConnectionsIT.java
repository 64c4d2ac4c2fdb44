package io.strongroom.upstream;

import static io.strongroom.proxy.Way.TO_CLIENT;
import static io.strongroom.proxy.Way.TO_TARGET;
import static io.strongroom.upstream.Fate.LATE;
import static io.strongroom.upstream.Fate.TIMED_OUT;
import static io.strongroom.upstream.Fate.UNAVAILABLE;
import static io.strongroom.upstream.Fate.UNKNOWN;
import static io.strongroom.upstream.Fate.UNREACHED;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.proxy.End;
import io.strongroom.proxy.TcpProxy;
import io.strongroom.proxy.Trouble;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of verdicts that begins without an answer, provoked below HTTP. */
@ServiceTest
@TestProfile(ServiceProfile.class)
@Tag("faults")
class UpstreamConnectionsIT {
  private static final int IN_THE_REQUEST = 30;
  private static final int IN_THE_HEAD = 12;
  private static final Duration TOO_LATE = Duration.ofSeconds(2);

  /** Complete, and long enough that its second half is body. */
  private static final String ANSWER =
      RawUpstream.ok("{\"access_token\":\"t1\",\"token_type\":\"bearer\",\"expires_in\":3600}");

  private static final int IN_THE_BODY = ANSWER.length() - 20;

  static Stream<Arguments> troubles() {
    Trouble none = Trouble.NONE;
    return Stream.of(
        cut("cut at the first byte", none.cut(TO_TARGET, 0)),
        cut("cut after the request's first byte", none.cut(TO_TARGET, 1)),
        cut("cut in the request", none.cut(TO_TARGET, IN_THE_REQUEST)),
        cut("cut before the answer", none.cut(TO_CLIENT, 0)),
        cut("cut in the answer's head", none.cut(TO_CLIENT, IN_THE_HEAD)),
        cut("cut in the answer's body", none.cut(TO_CLIENT, IN_THE_BODY)),
        cut("reset at the first byte", none.reset(TO_TARGET, 0)),
        cut("reset in the request", none.reset(TO_TARGET, IN_THE_REQUEST)),
        cut("reset before the answer", none.reset(TO_CLIENT, 0)),
        cut("reset in the answer's head", none.reset(TO_CLIENT, IN_THE_HEAD)),
        cut("reset in the answer's body", none.reset(TO_CLIENT, IN_THE_BODY)),
        late("black hole", Trouble.BLACK_HOLE),
        late("request held back", none.delay(TO_TARGET, TOO_LATE)),
        late("answer held back", none.delay(TO_CLIENT, TOO_LATE)),
        late("half-open: request lost", none.silence(TO_TARGET, IN_THE_REQUEST)),
        late("half-open: answer lost", none.silence(TO_CLIENT, 0)),
        late("half-open: body lost", none.silence(TO_CLIENT, IN_THE_BODY)));
  }

  private static Arguments cut(String name, Trouble trouble) {
    return arguments(named(name, trouble), UNAVAILABLE, UNKNOWN);
  }

  private static Arguments late(String name, Trouble trouble) {
    return arguments(named(name, trouble), TIMED_OUT, LATE);
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void lostCallDependsOnWhetherItMayHaveBeenActedOn(Trouble trouble, Fate steady, Fate rotating)
      throws IOException {
    try (RawUpstream upstream = RawUpstream.sending(ANSWER);
        TcpProxy one = TcpProxy.to(upstream.endpoint().port());
        TcpProxy other = TcpProxy.to(upstream.endpoint().port())) {
      one.all(trouble);
      other.all(trouble);
      TestGrant.each(
          grant -> {
            Fate fate = grant.rotates() ? rotating : steady;
            TcpProxy proxy = grant.rotates() ? one : other;
            fate.befalls(grant, grant.entrust(behind(proxy), fate), proxy::accepted);
          });
    }
  }

  /** The end may come before or after the request is written: nobody can tell which it was. */
  @ParameterizedTest
  @EnumSource(names = {"FIN", "RESET"})
  void connectionThatEndsAtOnceCostsNothing(End end) {
    try (TcpProxy proxy = TcpProxy.to(simulator())) {
      proxy.all(Trouble.NONE.atAccept(end));
      Entrusted user = Entrusted.refreshTokenWithGrace(quickly(behind(proxy)));

      String code = user.issue().then().statusCode(503).extract().path("code");

      assertTrue(code.equals("upstream-unavailable") || code.equals("outcome-unknown"), code);
      assertEquals(0, user.calls());
      proxy.heal();
      assertEquals("upstream", user.issued().getString("source"));
    }
  }

  @Test
  void refusedConnectionIsUnavailableUntilThePortIsOpen() {
    TestGrant.each(
        grant -> {
          try (TcpProxy proxy = TcpProxy.to(simulator())) {
            proxy.refuse();
            Entrusted user = grant.entrust(behind(proxy), UNREACHED);
            UNREACHED.befalls(grant, user, proxy::accepted);
            proxy.reopen();
            assertEquals("upstream", user.issued().getString("source"));
          }
        });
  }

  @Test
  void hostWithoutAnAddressIsUnavailable() {
    TestGrant.each(
        grant -> {
          Map<String, Object> nowhere = Map.of("tokenEndpoint", "http://nowhere.invalid/token");
          Entrusted user = grant.entrust(nowhere, UNREACHED);
          UNREACHED.befalls(grant, user, user::calls);
        });
  }

  @Test
  void portWithoutTlsIsUnavailable() {
    TestGrant.each(grant -> assertNoHandshake(grant, simulator()));
  }

  @Test
  void certificateThatNobodyTrustsIsUnavailable(@TempDir Path folder) throws Exception {
    try (UntrustedServer server = new UntrustedServer(folder)) {
      TestGrant.each(grant -> assertNoHandshake(grant, server.port()));
    }
  }

  /** No byte of a request was sent: each is tried again, also where it rotates. */
  private static void assertNoHandshake(TestGrant grant, int port) {
    try (TcpProxy proxy = TcpProxy.to(port)) {
      String endpoint = "https://localhost:" + proxy.port() + "/token";
      Entrusted user = grant.entrust(Map.of("tokenEndpoint", endpoint), UNAVAILABLE);
      UNAVAILABLE.befalls(grant, user, proxy::accepted);
    }
  }

  @Test
  void lostAnswerIsRepairedAtOnceWithinTheGrace() {
    try (TcpProxy proxy = TcpProxy.to(simulator())) {
      proxy.next(Trouble.NONE.cut(TO_CLIENT, IN_THE_HEAD));
      Entrusted user = Entrusted.refreshTokenWithGrace(quickly(behind(proxy)));

      JsonObject repaired = user.issued();

      assertEquals(1, repaired.getLong("generation"));
      assertEquals(2, user.calls());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> user.issue("newerThanGeneration", 1).statusCode() == 200);
      assertEquals(2, user.issued().getLong("generation"));
      assertEquals(3, user.calls());
    }
  }

  /** So that neither a caller nor the next rotation waits long after a lost call. */
  private static Map<String, Object> quickly(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("timeoutMillis", 2_000);
    return all;
  }

  private static Map<String, Object> behind(TcpProxy proxy) {
    return Map.of("tokenEndpoint", "http://127.0.0.1:" + proxy.port() + "/token");
  }

  private static int simulator() {
    return URI.create(Simulator.tokenEndpoint()).getPort();
  }
}
