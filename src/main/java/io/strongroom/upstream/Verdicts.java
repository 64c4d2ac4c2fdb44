package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import io.strongroom.upstream.Sign.Content;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads replies and looks up in {@link VerdictTable} what they come to. */
final class Verdicts {
  private final InstantSource clock;

  Verdicts(InstantSource clock) {
    this.clock = clock;
  }

  Outcome of(Reply reply, Rotation rotation) {
    return reply instanceof Reply.Answer answer
        ? answered(answer, Reading.of(answer, rotation), rotation)
        : lost((Reply.Lost) reply, rotation);
  }

  /** What the table is asked about a reply. */
  static Sign sign(Reply reply, Rotation rotation) {
    return reply instanceof Reply.Answer answer
        ? Reading.of(answer, rotation).sign()
        : new Sign.Lost(((Reply.Lost) reply).point());
  }

  private Outcome answered(Reply.Answer answer, Reading reading, Rotation rotation) {
    VerdictRow.Then then = row(reading.sign(), rotation).then();
    if (then == null) {
      return Objects.requireNonNull(reading.granted());
    }
    Duration retryAfter = RetryAfter.parse(answer.retryAfter(), clock.instant());
    Outcome.Failed failed = then.failed(seen(answer), retryAfter);
    return reading.content() == Content.MASTER_TOKEN_ALONE
        ? new Outcome.Rotated(Objects.requireNonNull(reading.newMasterToken()), failed)
        : failed;
  }

  private static Outcome lost(Reply.Lost lost, Rotation rotation) {
    VerdictRow row = row(new Sign.Lost(lost.point()), rotation);
    return Objects.requireNonNull(row.then()).failed(lost.detail(), null);
  }

  private static VerdictRow row(Sign sign, Rotation rotation) {
    return VerdictTable.row(sign, rotation == Rotation.EXPECTED);
  }

  private static String seen(Reply.Answer answer) {
    return "status " + answer.status() + (answer.whole() ? "" : ", longer than 64 KiB");
  }

  /**
   * What can be read of an answer.
   *
   * @param granted of a success with a client token
   * @param newMasterToken of a success whose refresh token is one for this grant
   * @param code the error code of any answer
   */
  private record Reading(
      Statuses status,
      Outcome.@Nullable Granted granted,
      @Nullable SecretText newMasterToken,
      @Nullable String code) {

    static Reading of(Reply.Answer answer, Rotation rotation) {
      Optional<TokenAnswer> body = TokenAnswer.read(answer.body());
      Statuses status = Statuses.of(answer.status());
      Optional<TokenAnswer> success = body.filter(any -> status == Statuses.SUCCESS);
      boolean mayRotate = rotation != Rotation.NEVER;
      return new Reading(
          status,
          success
              .flatMap(TokenAnswer::granted)
              .map(granted -> mayRotate ? granted : granted.keepingMasterToken())
              .orElse(null),
          success.filter(any -> mayRotate).map(TokenAnswer::newMasterToken).orElse(null),
          body.map(TokenAnswer::error).orElse(null));
    }

    Sign sign() {
      return new Sign.Answered(status, content(), code);
    }

    Content content() {
      if (granted != null) {
        return Content.TOKEN;
      }
      return newMasterToken == null ? Content.NONE : Content.MASTER_TOKEN_ALONE;
    }
  }
}
