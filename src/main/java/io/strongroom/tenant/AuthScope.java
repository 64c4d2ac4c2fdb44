package io.strongroom.tenant;

import static io.strongroom.tenant.AuthScope.Family.MARKETPLACE;
import static io.strongroom.tenant.AuthScope.Family.OURS;
import static io.strongroom.tenant.AuthScope.Family.RESERVED;

import io.strongroom.token.InvalidValue;
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

  /** Those that let a key administer. */
  static final Set<AuthScope> ADMINISTRATORS = Set.of(OPERATOR, TENANT_ADMIN);

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

  /** Whether holding this one is as good as holding that one: the marketplace has broad scopes. */
  boolean gives(AuthScope wanted) {
    return this == wanted
        || switch (wanted) {
          case TOKEN_ISSUE, TOKEN_DROP -> this == ALL_METHODS;
          case TOKEN_INSPECT -> this == ALL_METHODS || this == ALL_METHODS_READ_ONLY;
          default -> false;
        };
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
