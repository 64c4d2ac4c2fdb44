package io.strongroom.upstream;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way out for webhooks: the guarded client, with connections and a switch of its own, so that a
 * receiver within the operator's network does not open it to upstreams, nor the other way round.
 */
@Singleton
@Startup
public class WebhookPosts {
  private final OutgoingConfig switches;
  private final OutgoingClient client;
  private final InstantSource clock;

  WebhookPosts(Vertx vertx, WebhookConfig config, InstantSource clock) {
    this.switches = new Switches(config.allowPrivateAddresses(), config.allowPrivateAddresses());
    this.client = new OutgoingClient(vertx, switches);
    this.clock = clock;
  }

  private record Switches(boolean allowHttp, boolean allowPrivateAddresses)
      implements OutgoingConfig {}

  /**
   * What came of one post.
   *
   * @param status null where nothing was answered
   * @param retryAfter how long the receiver asks to be left alone, an hour at most
   * @param problem where nothing was answered: how far the call got; a word of ours
   */
  public record Result(
      @Nullable Integer status, @Nullable Duration retryAfter, @Nullable String problem) {
    public boolean isSuccess() {
      return status != null && status >= 200 && status < 300;
    }
  }

  /** Reads where a receiver is; the rules are those of upstreams' endpoints. */
  public Endpoint endpoint(String member, String url) {
    return Endpoint.parse(member, url, switches);
  }

  /**
   * Posts a body. Every way it can end is an item; what the receiver says is not kept.
   *
   * @param deadline from now to the last byte of the answer
   */
  public Uni<Result> post(
      Endpoint endpoint, Map<String, String> headers, String body, Duration deadline) {
    Map<String, String> all = OutgoingCall.usualHeaders();
    all.putAll(headers);
    return client
        .send(new OutgoingCall(endpoint, all, Buffer.buffer(body), deadline))
        .map(this::result);
  }

  private Result result(Reply reply) {
    if (reply instanceof Reply.Answer answer) {
      return new Result(
          answer.status(), RetryAfter.parse(answer.retryAfter(), clock.instant()), null);
    }
    Reply.Point point = ((Reply.Lost) reply).point();
    return new Result(null, null, point.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
