package io.strongroom.tenant;

import static io.strongroom.tenant.AuthScope.Family.MARKETPLACE;
import static io.strongroom.tenant.AuthScope.Family.OURS;
import static io.strongroom.tenant.AuthScope.Family.RESERVED;

import io.strongroom.token.InvalidValue;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an API key may do: the marketplace's fourteen, ours, and the operator's. */
public enum AuthScope {
  ALL_METHODS(MARKETPLACE),
  ALL_METHODS_READ_ONLY(MARKETPLACE),
  INVENTORY_AND_ORDER_PROCESSING(MARKETPLACE),
  INVENTORY_AND_ORDER_PROCESSING_READ_ONLY(MARKETPLACE),
  PRICING(MARKETPLACE),
  PRICING_READ_ONLY(MARKETPLACE),
  OFFERS_AND_CARDS_MANAGEMENT(MARKETPLACE),
  OFFERS_AND_CARDS_MANAGEMENT_READ_ONLY(MARKETPLACE),
  PROMOTION(MARKETPLACE),
  PROMOTION_READ_ONLY(MARKETPLACE),
  FINANCE_AND_ACCOUNTING(MARKETPLACE),
  COMMUNICATION(MARKETPLACE),
  SETTINGS_MANAGEMENT(MARKETPLACE),
  SUPPLIES_MANAGEMENT_READ_ONLY(MARKETPLACE),
  TOKEN_ISSUE(OURS),
  TOKEN_DROP(OURS),
  TOKEN_INSPECT(OURS),
  TENANT_ADMIN(OURS),
  /** Held by the operator key alone. */
  OPERATOR(RESERVED);

  /** Who defined a scope. */
  public enum Family {
    MARKETPLACE,
    OURS,
    RESERVED
  }

  private final Family family;

  AuthScope(Family family) {
    this.family = family;
  }

  public Family family() {
    return family;
  }

  /** The scopes that holding these gives, the broad ones of the marketplace included. */
  public static Set<AuthScope> closure(Collection<AuthScope> held) {
    EnumSet<AuthScope> all = EnumSet.copyOf(held);
    if (all.contains(ALL_METHODS)) {
      all.addAll(List.of(TOKEN_ISSUE, TOKEN_DROP, TOKEN_INSPECT));
    }
    if (all.contains(ALL_METHODS_READ_ONLY)) {
      all.add(TOKEN_INSPECT);
    }
    return all;
  }

  /**
   * The scopes that a request for a key names.
   *
   * @throws InvalidValue if there is none, one twice, an unknown or a reserved one
   */
  public static List<AuthScope> requested(List<String> names) {
    requireGrantable(names);
    return names.stream().map(AuthScope::valueOf).toList();
  }

  /** Refuses what {@link #requested} does. */
  static void requireGrantable(List<String> names) {
    InvalidValue.unless(!names.isEmpty(), "authScopes", "must not be empty");
    Set<AuthScope> scopes = EnumSet.noneOf(AuthScope.class);
    for (String name : names) {
      InvalidValue.unless(scopes.add(grantable(name)), "authScopes", "must not name a scope twice");
    }
  }

  private static AuthScope grantable(String name) {
    for (AuthScope scope : values()) {
      if (scope.name().equals(name)) {
        InvalidValue.unless(
            scope.family != Family.RESERVED,
            "authScopes",
            "OPERATOR is held by the operator key alone");
        return scope;
      }
    }
    throw new InvalidValue("authScopes", "names a scope that does not exist");
  }
}
