package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ServiceProcess;
import io.strongroom.service.Callers;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred calls of {@code /v2/auth/token} an hour, exactly, however many callers ask at once and
 * whatever happens to the service meanwhile.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HourlyLimitIT {
  private static final int CALLERS = 64;
  private static final int LIMIT = 100;

  private final String operatorKey = TestKeys.random();
  private Path data;
  private ServiceProcess service;
  private VaultTenant tenant;

  @BeforeAll
  void startService(@TempDir Path folder) {
    data = folder.resolve("data");
    start();
  }

  @AfterAll
  void stopService() {
    service.close();
  }

  @BeforeEach
  void createTenant() {
    tenant = VaultTenant.create(service.baseUri(), operatorKey);
  }

  @Test
  void exactlyAHundredOfManyCallersAreAdmitted() throws Exception {
    assertExact(ask(10));
  }

  @Test
  void restartInTheMiddleForgetsNothing() throws Exception {
    var answers = new ArrayList<>(ask(1));
    assertEquals(143, service.terminate());
    start();
    answers.addAll(ask(9));

    assertExact(answers);
  }

  @Test
  void killInTheMiddleForgetsNothing() throws Exception {
    var answers = new ArrayList<>(ask(1));
    service.kill9();
    start();
    answers.addAll(ask(9));

    assertExact(answers);
  }

  @Test
  void killAmidTheCallsAdmitsNoneBeyondTheLimit() throws Exception {
    var threads = Executors.newFixedThreadPool(CALLERS);
    var callers = callers();
    var first =
        Collections.nCopies(CALLERS, (Callable<HttpResponse<String>>) callers::authToken).stream()
            .map(threads::submit)
            .toList();
    first.get(CALLERS / 2).get();
    service.kill9();
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    var answers = new ArrayList<HttpResponse<String>>();
    for (var call : first) {
      try {
        answers.add(call.get());
      } catch (ExecutionException cut) {
        assertTrue(cut.getCause() instanceof IOException, "a call that the kill cut");
      }
    }
    long unanswered = CALLERS - answers.size();
    start();
    answers.addAll(ask(4));

    for (var hour : byHour(answers).values()) {
      assertTrue(admitted(hour) <= LIMIT, "admitted: " + admitted(hour));
    }
    // A charge whose fate is unknown counts; any other does not.
    assertTrue(admitted(answers) >= LIMIT - unanswered, "admitted: " + admitted(answers));
  }

  private void start() {
    service = ServiceProcess.start(data, ServiceSettings.of(operatorKey));
  }

  private Callers callers() {
    return new Callers(service.baseUri(), tenant.apiKey());
  }

  /** All callers at once, each with its calls one after the other. */
  private List<HttpResponse<String>> ask(int callsEach) throws Exception {
    var callers = callers();
    Callable<List<HttpResponse<String>>> caller =
        () -> {
          var answers = new ArrayList<HttpResponse<String>>();
          for (int i = 0; i < callsEach; i++) {
            answers.add(callers.authToken());
          }
          return answers;
        };
    var threads = Executors.newFixedThreadPool(CALLERS);
    try {
      var answers = new ArrayList<HttpResponse<String>>();
      for (var done : threads.invokeAll(Collections.nCopies(CALLERS, caller))) {
        answers.addAll(done.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }

  private static Map<String, List<HttpResponse<String>>> byHour(
      List<HttpResponse<String>> answers) {
    return answers.stream()
        .collect(Collectors.groupingBy(answer -> header(answer, "X-RateLimit-Resource-Until")));
  }

  /** Of each hour that the calls fell into: a hundred and no more, and all headers right. */
  private void assertExact(List<HttpResponse<String>> answers) {
    assertEquals(CALLERS * 10, answers.size());
    byHour(answers).forEach(this::assertExactHour);
  }

  private void assertExactHour(String until, List<HttpResponse<String>> answers) {
    assertHourEnds(until);
    int expected = Math.min(LIMIT, answers.size());
    assertEquals(expected, admitted(answers), "200 of " + answers.size());
    assertEquals(
        LongStream.range(LIMIT - expected, LIMIT).boxed().toList(),
        answers.stream()
            .filter(answer -> answer.statusCode() == 200)
            .map(answer -> Long.valueOf(header(answer, "X-RateLimit-Resource-Remaining")))
            .sorted()
            .toList());
    answers.forEach(answer -> assertEquals("100", header(answer, "X-RateLimit-Resource-Limit")));
    answers.stream().filter(answer -> answer.statusCode() != 200).forEach(this::assertRefused);
  }

  private void assertRefused(HttpResponse<String> answer) {
    assertEquals(420, answer.statusCode(), answer.body());
    assertEquals("0", header(answer, "X-RateLimit-Resource-Remaining"));
    var body = new JsonObject(answer.body());
    assertEquals("ERROR", body.getString("status"));
    var error = body.getJsonArray("errors").getJsonObject(0);
    assertEquals("METHOD_FAILURE", error.getString("code"));
    assertTrue(
        error
            .getString("message")
            .startsWith(
                "Hit rate limit of 100 requests per 1 hour for resource auth/token for tenant "),
        answer.body());
  }

  private static void assertHourEnds(String until) {
    var end = ZonedDateTime.parse(until, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    assertEquals(end.truncatedTo(ChronoUnit.HOURS), end);
    var left = Duration.between(Instant.now(), end);
    assertTrue(left.compareTo(Duration.ofHours(1)) <= 0, until);
    // The hour may have ended since its calls were answered.
    assertTrue(left.compareTo(Duration.ofMinutes(-5)) > 0, until);
  }

  private static long admitted(List<HttpResponse<String>> answers) {
    return answers.stream().filter(answer -> answer.statusCode() == 200).count();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
