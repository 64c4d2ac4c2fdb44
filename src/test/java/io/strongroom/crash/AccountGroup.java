package io.strongroom.crash;

import io.strongroom.sandbox.FamilyState;
import io.strongroom.service.Callers;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Accounts of one tenant at a provider that rotates, with reuse detection after one grace. */
final class AccountGroup {
  /** Short, so that a lost call without grace is resolved while a test looks on. */
  static final int WAIT_SECONDS = 2;

  private final Upstream upstream;
  private final Duration grace;
  private final VaultTenant tenant;
  private final List<String> uids;

  private AccountGroup(Upstream upstream, Duration grace, VaultTenant tenant, List<String> uids) {
    this.upstream = upstream;
    this.grace = grace;
    this.tenant = tenant;
    this.uids = uids;
  }

  /**
   * Makes a tenant and entrusts its accounts.
   *
   * @param more settings of the environment, above the grace and a short wait
   */
  static AccountGroup make(
      Upstream upstream,
      URI service,
      String operatorKey,
      Duration grace,
      int size,
      Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("rotating", true);
    settings.put("reuseGraceSeconds", grace.toSeconds());
    settings.put("unknownOutcomeWaitSeconds", WAIT_SECONDS);
    settings.putAll(more);
    VaultTenant tenant = upstream.tenantOf(service, operatorKey, "refresh_token", settings);
    List<String> uids =
        IntStream.range(0, size).mapToObj(i -> "user-" + i + "-of-" + tenant.id()).toList();
    AccountGroup group = new AccountGroup(upstream, grace, tenant, uids);
    uids.forEach(uid -> group.entrust(uid, service));
    return group;
  }

  /** Signs the user in anew and puts the master token into the vault. */
  void entrust(String uid, URI service) {
    tenant.at(service).putMasterToken(uid, upstream.signIn(uid, grace)).then().statusCode(204);
  }

  String tenantId() {
    return tenant.id();
  }

  List<String> uids() {
    return uids;
  }

  Duration grace() {
    return grace;
  }

  Callers callers(URI service) {
    return new Callers(service, tenant.apiKey());
  }

  /** The newest family of a user at the provider. */
  FamilyState family(String uid) {
    List<FamilyState> all = upstream.sandbox().provider().familiesOf(uid);
    return all.get(all.size() - 1);
  }

  /** Status and reason of an account as the service tells them. */
  String status(String uid, URI service) {
    var account = tenant.at(service).account(uid).jsonPath();
    String reason = account.getString("reason");
    return reason == null ? account.getString("status") : reason;
  }
}
