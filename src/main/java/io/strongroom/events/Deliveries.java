package io.strongroom.events;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.EventFeed;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.Ticks;
import io.strongroom.upstream.Endpoint;
import io.strongroom.upstream.WebhookPosts;
import io.strongroom.upstream.WebhookPosts.Result;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One turn at a webhook: its next events, one after the other, each when the one before it has
 * arrived. So what befell an account arrives in its order, and an event that does not arrive holds
 * up those behind it.
 *
 * <p>An event is sent again where nobody knows whether it arrived: each time with the same id.
 */
@Singleton
class Deliveries {
  /** From the begin of a call to the last byte of its answer, as Standard Webhooks advises. */
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  /** Of the lease that must be left when a call begins: for the call, and to write it down. */
  private static final Duration LEAST_LEFT = DEADLINE.plusSeconds(10);

  /** Events of one turn; then others have theirs. */
  private static final int MOST = 100;

  /** RFC 9110, section 15.5.11: the receiver wants no more. */
  private static final int GONE = 410;

  private final EventFeed feed;
  private final Keyring keyring;
  private final WebhookPosts posts;
  private final Turns turns;
  private final WebhookMeters meters;
  private final InstantSource clock;
  private final Ticks ticks;
  private final Pause pause = new Pause(new Random());

  Deliveries(
      EventFeed feed,
      Keyring keyring,
      WebhookPosts posts,
      Turns turns,
      WebhookMeters meters,
      InstantSource clock,
      Ticks ticks) {
    this.feed = feed;
    this.keyring = keyring;
    this.posts = posts;
    this.turns = turns;
    this.meters = meters;
    this.clock = clock;
    this.ticks = ticks;
  }

  /**
   * Sends what is next.
   *
   * @param since before the webhook was taken, by {@link Ticks}
   */
  Uni<Void> run(Taken webhook, long since) {
    return keyring
        .of(webhook.tenant(), webhook.secret())
        .chain(keys -> run(webhook, route(webhook, keys), since))
        .onFailure(Unusable.class)
        .recoverWithUni(
            failure ->
                fail(webhook, webhook.failures(), new Result(null, null, failure.getMessage())));
  }

  /** Where events go, and what signs them. */
  private record Route(Endpoint endpoint, SigningSecret secret) {}

  /** The operator's switches may be others by now; a row may have been tampered with. */
  private Route route(Taken webhook, TenantKeys keys) {
    try {
      return new Route(
          posts.endpoint("url", webhook.url()),
          SigningSecret.of(
              keys.open(webhook.secret(), WebhookSecrets.place(webhook.tenant(), webhook.name()))));
    } catch (InvalidValue e) {
      throw new Unusable("url-unusable");
    } catch (DoesNotOpen e) {
      throw new Unusable("secret-unusable");
    }
  }

  private Uni<Void> run(Taken webhook, Route route, long since) {
    return feed.after(
            webhook.tenant(),
            webhook.cursor(),
            webhook.types().stream().map(EventType::action).toList(),
            MOST)
        .call(slice -> tellMissed(webhook, slice))
        .chain(slice -> send(new Round(webhook, route, slice), 0, webhook.failures(), since));
  }

  private Uni<Boolean> tellMissed(Taken webhook, EventFeed.Slice slice) {
    return webhook.cursor() < slice.begin()
        ? turns.missed(webhook, slice.begin())
        : Uni.createFrom().item(true);
  }

  private record Round(Taken webhook, Route route, EventFeed.Slice slice) {}

  /** Sends the event at that index and those after it. */
  private Uni<Void> send(Round round, int index, int failures, long since) {
    if (index == round.slice().events().size()) {
      return turns.end(round.webhook(), round.slice().end()).replaceWithVoid();
    }
    if (left(since).compareTo(LEAST_LEFT) < 0) {
      // This process stood still: the webhook may be another's, who sends the same.
      return Uni.createFrom().voidItem();
    }
    Notice notice = Notice.of(round.slice().events().get(index));
    return post(round.route(), notice)
        .chain(
            result ->
                result.isSuccess()
                    ? next(round, index, notice, result)
                    : fail(round.webhook(), failures, result));
  }

  private Uni<Void> next(Round round, int index, Notice notice, Result result) {
    long before = ticks.nanos();
    meters.delivered();
    return turns
        .delivered(round.webhook(), notice.place(), result.status())
        .chain(mine -> mine ? send(round, index + 1, 0, before) : Uni.createFrom().voidItem());
  }

  private Uni<Result> post(Route route, Notice notice) {
    String id = notice.id().toString();
    String body = notice.body();
    long timestamp = clock.instant().getEpochSecond();
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(timestamp),
            "webhook-signature",
            route.secret().sign(id, timestamp, body));
    return posts.post(route.endpoint(), headers, body, DEADLINE);
  }

  private Uni<Void> fail(Taken webhook, int failures, Result result) {
    boolean gone = isGone(result.status());
    meters.failed(gone);
    return turns.failed(webhook, result, pause.after(failures, result.retryAfter()), gone);
  }

  private static boolean isGone(@Nullable Integer status) {
    return status != null && status == GONE;
  }

  private Duration left(long since) {
    return Turns.LEASE.minusNanos(ticks.nanos() - since);
  }

  /** A webhook that nothing can be sent to; never leaves this class. */
  private static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why, null, false, false);
    }
  }
}
