package io.strongroom.sandbox;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Payment step-up: for marked users a token is given only with a payment authorization that was
 * confirmed, each good for one token. Guarded by the provider's lock.
 */
final class Payments {
  /** Marks and authorizations remembered; the oldest authorization is forgotten first. */
  static final int MARKS_MAX = 10_000;

  static final String CONTEXT = "payment_auth_context_id";

  private static final int ID_BYTES = 12;

  /** Whose tokens need one; an empty client means every client. */
  private record Mark(String uid, String clientId) {}

  private record Context(String uid, String clientId, boolean confirmed) {}

  private final RandomGenerator random;
  private final Set<Mark> marks = new LinkedHashSet<>();
  private final Map<String, Context> contexts = new LinkedHashMap<>();

  Payments(RandomGenerator random) {
    this.random = random;
  }

  void require(String uid, Optional<String> clientId) {
    if (marks.size() >= MARKS_MAX) {
      throw new LimitReached(MARKS_MAX, "payment marks");
    }
    marks.add(new Mark(uid, clientId.orElse("")));
  }

  void requireNoMore(String uid) {
    marks.removeIf(mark -> mark.uid().equals(uid));
  }

  /** What the user does at the URL; false for a context that is not known. */
  boolean confirm(String contextId) {
    return contexts.computeIfPresent(
            contextId, (id, context) -> new Context(context.uid(), context.clientId(), true))
        != null;
  }

  /** The refusal of a token request that lacks a confirmed authorization; else that is used up. */
  Optional<Answer> refusal(Client client, String uid, Form form) {
    if (!isMarked(client, uid)) {
      return Optional.empty();
    }
    Optional<String> given = form.get(CONTEXT);
    Context context = given.map(contexts::get).orElse(null);
    if (given.isPresent() && new Context(uid, client.clientId(), true).equals(context)) {
      contexts.remove(given.get());
      return Optional.empty();
    }
    return Optional.of(stepUp(begin(client, uid)));
  }

  private boolean isMarked(Client client, String uid) {
    return marks.contains(new Mark(uid, "")) || marks.contains(new Mark(uid, client.clientId()));
  }

  private String begin(Client client, String uid) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = "pay_" + HexFormat.of().formatHex(bytes);
    if (contexts.size() >= MARKS_MAX) {
      contexts.remove(contexts.keySet().iterator().next());
    }
    contexts.put(id, new Context(uid, client.clientId(), false));
    return id;
  }

  private static Answer stepUp(String contextId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", "payment_auth_required");
    members.put("error_description", "the user has to authorize the payment");
    members.put(CONTEXT, contextId);
    members.put("payment_auth_url", "https://pay.example.test/authorize?context=" + contextId);
    return new Answer(403, Map.of(), members, "payment_auth_required");
  }
}
