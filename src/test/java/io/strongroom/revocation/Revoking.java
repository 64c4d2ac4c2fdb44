package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.Map;

/** How tests revoke and read what came of it. */
public final class Revoking {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VaultTenant tenant;

  private Revoking(VaultTenant tenant) {
    this.tenant = tenant;
  }

  public static Revoking of(VaultTenant tenant) {
    return new Revoking(tenant);
  }

  public Response asked(Map<String, ?> body) {
    return tenant.asOperator().body(body).post(tenant.path("/revocations"));
  }

  /** A revocation that ended within its call. */
  JsonPath done(Map<String, ?> body) {
    return asked(body).then().statusCode(200).extract().jsonPath();
  }

  Response report(String revocationId) {
    return tenant.asOperator().get(tenant.path("/revocations/" + revocationId));
  }

  /** The report when nothing is pending upstream any more. */
  JsonPath ended(JsonPath revocation) {
    String id = revocation.getString("revocationId");
    return await()
        .atMost(PATIENCE)
        .until(
            () -> report(id).then().statusCode(200).extract().jsonPath(),
            report -> report.getLong("upstream.pending") == 0);
  }

  public Response tokens(JsonPath revocation, String query) {
    String id = revocation.getString("revocationId");
    return tenant.asOperator().get(tenant.path("/revocations/" + id + "/tokens" + query));
  }
}
