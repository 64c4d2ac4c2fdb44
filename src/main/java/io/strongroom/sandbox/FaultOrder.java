package io.strongroom.sandbox;

import io.strongroom.sandbox.ControlInput.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code POST control/faults}; a member that its fault has no use for is refused. */
final class FaultOrder {
  /** As many calls as anybody counts down; for more there is "until cleared". */
  private static final int TIMES_MAX = 1_000_000;

  private static final int CUT_AFTER_BYTES_MAX = 16_384;

  private FaultOrder() {}

  static Fault read(ControlInput input) {
    FaultKind kind =
        input
            .oneOf("fault", FaultKind::labelled, kinds())
            .orElseThrow(() -> new BadInput("fault", kinds()));
    Fault usual = Fault.of(kind);
    Fault fault =
        shaped(usual, input)
            .at(aim(input))
            .times(input.integer("times", 1, TIMES_MAX).orElse(Fault.UNTIL_CLEARED))
            .delayed(delay(input).orElse(usual.delay()));
    boolean commits = kind.mayChooseCommit() && input.flag("commits").orElse(false);
    input.requireNothingElse();
    return commits ? fault.committing() : fault;
  }

  private static Fault shaped(Fault usual, ControlInput input) {
    return switch (usual.kind()) {
      case THROTTLE, ERROR, GARBAGE -> usual.with(reply(usual, input));
      case OVERSIZED ->
          usual.with(
              CannedReply.oversized(
                  input
                      .integer("bytes", Fault.OVERSIZED_BYTES_MIN, Fault.OVERSIZED_BYTES_MAX)
                      .orElse(Fault.OVERSIZED_BYTES)));
      case TRUNCATED ->
          input.integer("bytes", 0, CUT_AFTER_BYTES_MAX).map(usual::cutAfter).orElse(usual);
      default -> usual;
    };
  }

  private static CannedReply reply(Fault usual, ControlInput input) {
    CannedReply plain = usual.reply();
    int lowest = usual.kind() == FaultKind.GARBAGE ? 200 : 400;
    int status =
        usual.kind() == FaultKind.THROTTLE
            ? plain.status()
            : input.integer("status", lowest, 599).orElse(plain.status());
    Optional<String> body =
        input
            .text("body", Rule.BODY)
            .or(() -> plain.body().isEmpty() ? Optional.empty() : Optional.of(plain.body()));
    Optional<String> code =
        usual.kind() == FaultKind.GARBAGE ? Optional.empty() : input.text("error", Rule.ERROR_CODE);
    CannedReply reply =
        body.map(text -> CannedReply.json(status, text))
            .orElseGet(() -> CannedReply.error(status, code));
    return input.text("retryAfter", Rule.HEADER).map(reply::retryAfter).orElse(reply);
  }

  private static Aim aim(ControlInput input) {
    Endpoint endpoint =
        input.oneOf("endpoint", Endpoint::labelled, endpoints()).orElse(Endpoint.TOKEN);
    return new Aim(
        endpoint, input.text("clientId", Rule.IDENTIFIER), input.text("uid", Rule.IDENTIFIER));
  }

  private static Optional<Duration> delay(ControlInput input) {
    return input
        .integer("delayMillis", 0, (int) Fault.DELAY_MAX.toMillis())
        .map(Duration::ofMillis);
  }

  /** As the control answers show a fault that is waiting for calls. */
  static Map<String, Object> told(Fault fault) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("fault", fault.kind().label());
    members.put("endpoint", fault.aim().endpoint().label());
    fault.aim().clientId().ifPresent(clientId -> members.put("clientId", clientId));
    fault.aim().uid().ifPresent(uid -> members.put("uid", uid));
    if (fault.times() != Fault.UNTIL_CLEARED) {
      members.put("times", fault.times());
    }
    members.put("delayMillis", fault.delay().toMillis());
    members.put("commits", fault.commits());
    return members;
  }

  private static String kinds() {
    return "one of " + Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();
  }

  private static String endpoints() {
    return "one of " + Arrays.stream(Endpoint.values()).map(Endpoint::label).toList();
  }
}
