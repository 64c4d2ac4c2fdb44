package io.strongroom.upstream;

import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ways to an upstream that nobody answers at. */
public final class TestRoutes {
  static final Endpoint TOKEN_ENDPOINT =
      Endpoint.parse("tokenEndpoint", "https://idp.example.test/token", TestSwitches.STRICT);

  private TestRoutes() {}

  /** The route of a client with that scope. */
  public static Route asking(String scope) {
    return route(false, scope, TestSettings.with());
  }

  /** The route of an environment with these settings, which does not rotate. */
  static Route of(Object... settings) {
    return route(false, "", TestSettings.with(settings));
  }

  /** The route of an environment with these settings, which does. */
  static Route rotating(Object... settings) {
    return route(true, "", TestSettings.with(settings));
  }

  /** The route of a tenant's default environment as it was in that revision. */
  static Route of(TenantId tenant, UUID revision) {
    return route(tenant, revision, false, null, TestSettings.with());
  }

  private static Route route(boolean rotating, String scope, EnvironmentSettings settings) {
    return route(new TenantId("tenant01"), new UUID(2, 2), rotating, scope, settings);
  }

  private static Route route(
      TenantId tenant,
      UUID revision,
      boolean rotating,
      @Nullable String scope,
      EnvironmentSettings settings) {
    return new Route(
        tenant,
        EnvironmentName.DEFAULT,
        revision,
        settings,
        rotating,
        TOKEN_ENDPOINT,
        null,
        AuthMethod.CLIENT_SECRET_BASIC,
        "warehouse",
        SecretText.of("client secret"),
        scope,
        false,
        new Revisions(revision, revision));
  }
}
