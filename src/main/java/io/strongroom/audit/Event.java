package io.strongroom.audit;

import io.strongroom.seal.LookupHash;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One act as it is to be recorded.
 *
 * @param by who did it; null: whoever makes the request under way
 * @param target whatever else it was done to, by its name
 * @param outcome {@code done}, or the word for what came instead
 * @param token keyed hash of the token value that it was about
 * @param detail what else can be said, never a secret
 */
public record Event(
    TenantId tenant,
    Action action,
    @Nullable Actor by,
    @Nullable EnvironmentName environment,
    @Nullable Uid uid,
    @Nullable ClientId client,
    @Nullable String target,
    String outcome,
    @Nullable Long generation,
    @Nullable LookupHash token,
    Map<String, Object> detail) {

  /** Under this id stands what belongs to no tenant; made ids are longer. */
  public static final TenantId NO_TENANT = new TenantId("strongroom");

  public static final String DONE = "done";

  public Event {
    detail = Collections.unmodifiableMap(new TreeMap<>(detail));
  }

  public static Event of(Action action, TenantId tenant) {
    return new Event(tenant, action, null, null, null, null, null, DONE, null, null, Map.of());
  }

  public static Event of(Action action, TenantId tenant, EnvironmentName environment) {
    return new Event(
        tenant, action, null, environment, null, null, null, DONE, null, null, Map.of());
  }

  public static Event of(Action action, AccountKey account) {
    return new Event(
        account.tenant(),
        action,
        null,
        account.environment(),
        account.uid(),
        null,
        null,
        DONE,
        null,
        null,
        Map.of());
  }

  public static Event of(Action action, Slot slot) {
    return of(action, slot.account()).client(slot.client());
  }

  public Event by(Actor actor) {
    return new Event(
        tenant,
        action,
        actor,
        environment,
        uid,
        client,
        target,
        outcome,
        generation,
        token,
        detail);
  }

  public Event client(ClientId named) {
    return new Event(
        tenant, action, by, environment, uid, named, target, outcome, generation, token, detail);
  }

  public Event target(String named) {
    return new Event(
        tenant, action, by, environment, uid, client, named, outcome, generation, token, detail);
  }

  public Event outcome(FaultCode code) {
    return outcome(code.code());
  }

  public Event outcome(String word) {
    return new Event(
        tenant, action, by, environment, uid, client, target, word, generation, token, detail);
  }

  public Event generation(long number) {
    return new Event(
        tenant, action, by, environment, uid, client, target, outcome, number, token, detail);
  }

  public Event token(LookupHash hash) {
    return new Event(
        tenant, action, by, environment, uid, client, target, outcome, generation, hash, detail);
  }

  public Event with(String name, String word) {
    return adding(name, word);
  }

  public Event with(String name, long number) {
    return adding(name, number);
  }

  public Event with(String name, boolean is) {
    return adding(name, is);
  }

  /** The event itself where it is not so: what is usual is not said. */
  public Event where(String name, boolean is) {
    return is ? adding(name, true) : this;
  }

  private Event adding(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(detail);
    more.put(name, value);
    return new Event(
        tenant, action, by, environment, uid, client, target, outcome, generation, token, more);
  }
}
