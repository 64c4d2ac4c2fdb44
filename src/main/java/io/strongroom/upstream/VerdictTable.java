package io.strongroom.upstream;

import static io.strongroom.upstream.Sign.Content.MASTER_TOKEN_ALONE;
import static io.strongroom.upstream.Sign.Content.NONE;
import static io.strongroom.upstream.Sign.Content.TOKEN;
import static io.strongroom.upstream.VerdictRow.Rotates.EITHER;
import static io.strongroom.upstream.VerdictRow.Rotates.NO;
import static io.strongroom.upstream.VerdictRow.Rotates.YES;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Sign.Content;
import io.strongroom.upstream.VerdictRow.Codes;
import io.strongroom.upstream.VerdictRow.Condition;
import io.strongroom.upstream.VerdictRow.Rotates;
import io.strongroom.upstream.VerdictRow.Then;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table of verdicts: what an answer, or the lack of one, means for the account. Printed as
 * {@code docs/reference/verdicts.md}.
 *
 * <p>Exactly one row holds for each reply. The error code outranks the status. When in doubt it is
 * not terminal: a blip never costs an account. For a grant that rotates, whatever may have been
 * acted on and was not read to its end is an unknown outcome; for all others it is transient.
 */
final class VerdictTable {
  private static final Then REFUSED =
      once(
          Verdict.TERMINAL,
          FaultCode.ACCOUNT_NOT_AUTHORIZED,
          "the upstream refused the master token");
  private static final Then MISCONFIGURED =
      once(
          Verdict.CONFIGURATION,
          FaultCode.UPSTREAM_CONFIGURATION,
          "the upstream refused client or request");
  private static final Then FORBIDDEN =
      once(
          Verdict.CONFIGURATION,
          FaultCode.UPSTREAM_CONFIGURATION,
          "the endpoint may not be connected to");
  private static final Then THROTTLED =
      once(Verdict.THROTTLED, FaultCode.UPSTREAM_THROTTLED, "the upstream asks for fewer calls");
  private static final Then BUSY =
      again(FaultCode.UPSTREAM_UNAVAILABLE, "the upstream is not available");
  private static final Then STUMBLED = again(FaultCode.UPSTREAM_UNAVAILABLE, "the upstream failed");
  private static final Then UNREADABLE =
      again(FaultCode.UPSTREAM_INVALID_RESPONSE, "the answer holds no token that can be read");

  /** The master token is a new one now: the same call again would send the old one. */
  private static final Then MASTER_TOKEN_KEPT =
      once(
          Verdict.TRANSIENT,
          FaultCode.UPSTREAM_INVALID_RESPONSE,
          "the answer holds a new refresh token and no client token");

  /** A repeat has no time left either, and would hide what happened behind that. */
  private static final Then TIMED_OUT =
      once(Verdict.TRANSIENT, FaultCode.UPSTREAM_TIMEOUT, "the upstream did not answer in time");

  static final List<VerdictRow> ROWS =
      List.of(
          row(Statuses.SUCCESS, TOKEN, Codes.ANY, EITHER, null),
          row(Statuses.SUCCESS, MASTER_TOKEN_ALONE, Codes.ANY, EITHER, MASTER_TOKEN_KEPT),
          code(
              Codes.of("invalid_grant", "oauth_token.invalid", "account.not_found"),
              EITHER,
              REFUSED),
          code(
              Codes.of(
                  "invalid_client",
                  "unauthorized_client",
                  "invalid_scope",
                  "invalid_request",
                  "invalid_target",
                  "unsupported_grant_type"),
              EITHER,
              MISCONFIGURED),
          code(Codes.of("slow_down"), EITHER, THROTTLED),
          code(Codes.of("temporarily_unavailable"), EITHER, BUSY),
          code(Codes.of("server_error"), NO, STUMBLED),
          code(Codes.of("server_error"), YES, unknown("the upstream failed")),
          status(Statuses.SUCCESS, NO, UNREADABLE),
          status(Statuses.SUCCESS, YES, unknown("the answer holds no token that can be read")),
          status(Statuses.THROTTLED, EITHER, THROTTLED),
          status(Statuses.UNAVAILABLE, EITHER, BUSY),
          status(Statuses.FAILED, NO, STUMBLED),
          status(Statuses.FAILED, YES, unknown("the upstream failed")),
          status(Statuses.REFUSED, EITHER, MISCONFIGURED),
          lost(Reply.Point.FORBIDDEN_ADDRESS, EITHER, FORBIDDEN),
          lost(
              Reply.Point.BEFORE_SENDING,
              EITHER,
              again(FaultCode.UPSTREAM_UNAVAILABLE, "no connection")),
          lost(Reply.Point.TIMEOUT, NO, TIMED_OUT),
          lost(Reply.Point.TIMEOUT, YES, unknown("the upstream did not answer in time")),
          lost(
              Reply.Point.CUT, NO, again(FaultCode.UPSTREAM_UNAVAILABLE, "the connection was cut")),
          lost(Reply.Point.CUT, YES, unknown("the connection was cut")));

  static final Set<String> KNOWN_CODES =
      ROWS.stream()
          .map(VerdictRow::condition)
          .filter(Condition.Answered.class::isInstance)
          .flatMap(condition -> ((Condition.Answered) condition).codes().known().stream())
          .collect(Collectors.toUnmodifiableSet());

  private VerdictTable() {}

  /** The one row that holds. */
  static VerdictRow row(Sign sign, boolean rotating) {
    return rows(sign, rotating).get(0);
  }

  /** All rows that hold; a test says that it is one, whatever the sign. */
  static List<VerdictRow> rows(Sign sign, boolean rotating) {
    String code = sign instanceof Sign.Answered answered ? answered.code() : null;
    String known = code != null && KNOWN_CODES.contains(code) ? code : null;
    return ROWS.stream().filter(row -> row.meets(sign, known, rotating)).toList();
  }

  private static VerdictRow row(
      Statuses statuses, Content content, Codes codes, Rotates rotates, @Nullable Then then) {
    return new VerdictRow(new Condition.Answered(statuses, content, codes), rotates, then);
  }

  private static VerdictRow code(Codes codes, Rotates rotates, Then then) {
    return new VerdictRow(new Condition.Answered(null, NONE, codes), rotates, then);
  }

  private static VerdictRow status(Statuses statuses, Rotates rotates, Then then) {
    return row(statuses, NONE, Codes.NONE_KNOWN, rotates, then);
  }

  private static VerdictRow lost(Reply.Point point, Rotates rotates, Then then) {
    return new VerdictRow(new Condition.Lost(point), rotates, then);
  }

  private static Then once(Verdict verdict, FaultCode code, String detail) {
    return new Then(verdict, code, false, detail);
  }

  private static Then again(FaultCode code, String detail) {
    return new Then(Verdict.TRANSIENT, code, true, detail);
  }

  private static Then unknown(String detail) {
    return once(Verdict.UNKNOWN_OUTCOME, FaultCode.OUTCOME_UNKNOWN, detail);
  }
}
