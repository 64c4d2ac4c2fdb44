package io.strongroom.events;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.http.Precondition;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.TenantLock;
import io.strongroom.tenant.Tenants;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Endpoint;
import io.strongroom.upstream.WebhookPosts;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The webhooks of tenants. */
@Singleton
public class Webhooks {
  /** Each is sent every event of its types. */
  private static final int MOST_OF_A_TENANT = 10;

  private final Database database;
  private final Audit audit;
  private final Tenants tenants;
  private final Keyring keyring;
  private final WebhookPosts posts;
  private final WebhookRows rows;
  private final RandomGenerator random = new SecureRandom();

  Webhooks(
      Database database,
      Audit audit,
      Tenants tenants,
      Keyring keyring,
      WebhookPosts posts,
      WebhookRows rows) {
    this.database = database;
    this.audit = audit;
    this.tenants = tenants;
    this.keyring = keyring;
    this.posts = posts;
    this.rows = rows;
  }

  /**
   * What a PUT has stored.
   *
   * @param secret null unless the service has just made it
   */
  public record Stored(Webhook webhook, boolean created, @Nullable SecretText secret) {}

  /**
   * Writes a webhook as a whole, but that its secret and its cursor stay where none is named. One
   * that is disabled is sent to again.
   */
  public Uni<Stored> put(
      TenantId tenant, WebhookName name, WebhookRequest request, Precondition precondition) {
    Endpoint endpoint = posts.endpoint("url", request.url());
    return keyring
        .of(tenant)
        .chain(
            keys ->
                database.write(
                    connection ->
                        TenantLock.take(connection, tenant)
                            .chain(() -> rows.standing(connection, tenant, name))
                            .invoke(there -> precondition.check(there.revision()))
                            .invoke(there -> check(there, request))
                            .chain(there -> store(connection, keys, tenant, name, request, there))
                            .call(
                                stored ->
                                    audit.record(
                                        connection,
                                        Event.of(Action.WEBHOOK_PUT, tenant)
                                            .target(name.value())
                                            .with("origin", endpoint.origin())
                                            .where("created", stored.created())))));
  }

  /** Fails with {@code not-found} where there is none. */
  public Uni<Webhook> get(TenantId tenant, WebhookName name) {
    return tenants
        .get(tenant)
        .chain(
            () ->
                database.read(
                    "SELECT"
                        + Webhook.COLUMNS
                        + "FROM webhook WHERE tenant_id = $1::text AND name = $2::text",
                    Tuple.of(tenant.value(), name.value())))
        .map(
            found -> {
              if (found.size() == 0) {
                throw notFound();
              }
              return Webhook.of(found.iterator().next());
            });
  }

  /** In the order of their names. */
  public Uni<Page<Webhook>> list(TenantId tenant, Page.Request page) {
    return tenants
        .get(tenant)
        .chain(
            () ->
                database.read(
                    "SELECT"
                        + Webhook.COLUMNS
                        + "FROM webhook WHERE tenant_id = $1::text AND name > $2::text"
                        + " ORDER BY name LIMIT $3::integer",
                    Tuple.of(tenant.value(), page.cursor(), page.fetch())))
        .map(
            found -> {
              List<Webhook> webhooks = new ArrayList<>();
              found.forEach(row -> webhooks.add(Webhook.of(row)));
              return Page.of(webhooks, page, Webhook::name);
            });
  }

  /** Nothing more is sent; what is under way may still arrive. */
  public Uni<Void> delete(TenantId tenant, WebhookName name, Precondition precondition) {
    return database.write(
        connection ->
            TenantLock.take(connection, tenant)
                .chain(() -> rows.standing(connection, tenant, name))
                .invoke(
                    there -> {
                      if (there.revision() == null) {
                        throw notFound();
                      }
                      precondition.check(there.revision());
                    })
                .chain(() -> rows.delete(connection, tenant, name))
                .chain(
                    () ->
                        audit.record(
                            connection,
                            Event.of(Action.WEBHOOK_DELETED, tenant).target(name.value()))));
  }

  private static void check(WebhookRows.Standing there, WebhookRequest request) {
    Long after = request.place();
    InvalidValue.unless(
        after == null || after <= there.head(), "after", "must not lie beyond the last event");
    if (there.revision() == null && there.others() >= MOST_OF_A_TENANT) {
      throw Fault.of(FaultCode.CONFLICT, "A tenant has at most " + MOST_OF_A_TENANT + " webhooks")
          .exception();
    }
  }

  private Uni<Stored> store(
      SqlConnection connection,
      TenantKeys keys,
      TenantId tenant,
      WebhookName name,
      WebhookRequest request,
      WebhookRows.Standing there) {
    boolean created = there.revision() == null;
    SecretText made = created && request.secret() == null ? SigningSecret.random(random) : null;
    SecretText secret = made == null ? request.secret() : made;
    Sealed sealed = secret == null ? null : keys.seal(secret, WebhookSecrets.place(tenant, name));
    Long after = request.place();
    Uni<Webhook> written =
        created
            ? rows.insert(
                connection,
                tenant,
                name,
                request,
                InvalidValue.required(sealed, "secret"),
                after == null ? there.head() : after)
            : rows.replace(connection, tenant, name, request, sealed, after);
    return written.map(webhook -> new Stored(webhook, created, made));
  }

  private static FaultException notFound() {
    return Fault.of(FaultCode.NOT_FOUND, "There is no such webhook").exception();
  }
}
