package io.strongroom.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What fetches are measured against, in the process that answers them: routes without key, quota
 * and vault. Not part of the service: see bench/run.
 */
@Singleton
class BenchRoutes {
  private static final String ROW =
      "SELECT token, token_type, scopes, generation, issued_at, expires_at FROM client_token"
          + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text"
          + " AND client_id = $4::text";

  private final ObjectMapper json;
  private final Pool pool;
  private final BenchSlots slots;

  BenchRoutes(ObjectMapper json, Pool pool, BenchSlots slots) {
    this.json = json;
    this.pool = pool;
    this.slots = slots;
  }

  void add(@Observes Router router) {
    router.post("/bench/bare").handler(this::bare);
    router.post("/bench/row").handler(BodyHandler.create()).handler(this::row);
    router.post("/bench/slots").handler(BodyHandler.create()).handler(this::fill);
  }

  private void bare(RoutingContext context) {
    answer(context, BenchAnswer.of("user-50000"));
  }

  private void row(RoutingContext context) {
    String uid = context.body().asJsonObject().getString("uid");
    String tenant = context.request().getHeader("Tenant");
    var unused =
        pool.preparedQuery(ROW)
            .execute(Tuple.of(tenant, "production", uid, BenchSlots.CLIENT))
            .subscribe()
            .with(rows -> answer(context, answer(uid, rows.iterator().next())), context::fail);
  }

  private static BenchAnswer answer(String uid, Row row) {
    return new BenchAnswer(
        row.getBuffer("token").length() > 0 ? BenchSlots.TOKEN : "",
        row.getString("token_type"),
        uid,
        "production",
        BenchSlots.CLIENT,
        List.of(row.getArrayOfStrings("scopes")),
        row.getLong("generation"),
        row.getOffsetDateTime("issued_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        "vault");
  }

  private void fill(RoutingContext context) {
    JsonObject body = context.body().asJsonObject();
    var unused =
        slots
            .fill(
                new TenantId(body.getString("tenantId")),
                new EnvironmentName("production"),
                new Uid(body.getString("model")),
                body.getInteger("count"))
            .subscribe()
            .with(done -> context.response().setStatusCode(204).end(), context::fail);
  }

  private void answer(RoutingContext context, BenchAnswer answer) {
    try {
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(json.writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }
}
