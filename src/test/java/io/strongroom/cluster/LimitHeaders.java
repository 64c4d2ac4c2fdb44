package io.strongroom.cluster;

import io.strongroom.history.Counted;
import io.strongroom.history.Times;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer tells of the limit that its call was held to. */
final class LimitHeaders {
  private static final Pattern SECONDS_LEFT = Pattern.compile(".*;t=(\\d+)");
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final Set<Integer> REFUSED = Set.of(420, 429);

  private LimitHeaders() {}

  /** Empty where nobody knows whether the call was counted. */
  static Optional<Counted> counted(HttpResponse<String> answer, Times times) {
    return windowEnds(answer, times.from())
        .map(
            end ->
                new Counted(
                    !REFUSED.contains(answer.statusCode()), end, times.from(), times.until()));
  }

  private static Optional<Instant> windowEnds(HttpResponse<String> answer, Instant askedAt) {
    Optional<Instant> told =
        answer
            .headers()
            .firstValue("X-RateLimit-Resource-Until")
            .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
            .map(ZonedDateTime::toInstant);
    return told.or(() -> answer.headers().firstValue("RateLimit").map(it -> end(it, askedAt)));
  }

  /** The hour that is nearest: seconds are rounded, and the call took its time. */
  private static Instant end(String rateLimit, Instant askedAt) {
    Matcher left = SECONDS_LEFT.matcher(rateLimit);
    if (!left.matches()) {
      throw new IllegalStateException("RateLimit: " + rateLimit);
    }
    return askedAt
        .plusSeconds(Long.parseLong(left.group(1)))
        .plus(HALF_AN_HOUR)
        .truncatedTo(ChronoUnit.HOURS);
  }
}
