package io.strongroom.tenant;

import static io.strongroom.tenant.AuthScope.ALL_METHODS;
import static io.strongroom.tenant.AuthScope.ALL_METHODS_READ_ONLY;
import static io.strongroom.tenant.AuthScope.OPERATOR;
import static io.strongroom.tenant.AuthScope.PRICING;
import static io.strongroom.tenant.AuthScope.TENANT_ADMIN;
import static io.strongroom.tenant.AuthScope.TOKEN_DROP;
import static io.strongroom.tenant.AuthScope.TOKEN_INSPECT;
import static io.strongroom.tenant.AuthScope.TOKEN_ISSUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.token.FaultException;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What scopes give, and which can be asked for. */
class AuthScopeTest {
  private static final TenantId TENANT = new TenantId("tenant01");

  static Stream<List<String>> refused() {
    return Stream.of(
        List.of(),
        List.of("OPERATOR"),
        List.of("TOKEN_ISSUE", "OPERATOR"),
        List.of("token_issue"),
        List.of(""),
        List.of("TOKEN_ISSUE", "TOKEN_ISSUE"),
        List.of("PRICING", "TOKEN_ISSUE", "PRICING"),
        List.of("EVERYTHING"),
        Collections.singletonList(null));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void requestIsRefusedWithItsMember(List<String> names) {
    InvalidValue refused = assertThrows(InvalidValue.class, () -> AuthScope.requested(names));
    assertEquals("authScopes", refused.member());
    assertThrows(InvalidValue.class, () -> new KeyRequest(new Name("n"), names, null));
    assertThrows(InvalidValue.class, () -> new KeyChange(null, names, null));
  }

  @Test
  void requestKeepsItsOrder() {
    assertEquals(
        List.of(TOKEN_ISSUE, PRICING), AuthScope.requested(List.of("TOKEN_ISSUE", "PRICING")));
  }

  @ParameterizedTest
  @EnumSource(
      value = AuthScope.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ALL_METHODS", "ALL_METHODS_READ_ONLY"})
  void otherScopesGiveThemselvesOnly(AuthScope scope) {
    assertEquals(Set.of(scope), givenBy(scope));
  }

  @Test
  void broadScopesGiveDataCallsAndNoAdministration() {
    assertEquals(
        EnumSet.of(ALL_METHODS, TOKEN_ISSUE, TOKEN_DROP, TOKEN_INSPECT), givenBy(ALL_METHODS));
    assertEquals(EnumSet.of(ALL_METHODS_READ_ONLY, TOKEN_INSPECT), givenBy(ALL_METHODS_READ_ONLY));
  }

  @Test
  void fourteenAreTheMarketplaces() {
    assertEquals(
        14,
        Arrays.stream(AuthScope.values())
            .filter(scope -> scope.family() == AuthScope.Family.MARKETPLACE)
            .count());
  }

  @Test
  void tenantAdminAdministersItsOwnTenantOnly() {
    assertTrue(holder(TENANT_ADMIN).administers(TENANT));
    assertFalse(holder(TENANT_ADMIN).administers(new TenantId("tenant02")));
    assertFalse(holder(ALL_METHODS).administers(TENANT));
    assertFalse(holder(ALL_METHODS).holds(Set.of(TENANT_ADMIN, OPERATOR)));
    assertFalse(holder(TENANT_ADMIN).holds(Set.of(TOKEN_ISSUE)));
    assertTrue(holder(ALL_METHODS).holds(Set.of(TOKEN_ISSUE)));
  }

  @Test
  void operatorMakesNoDataCalls() {
    Caller operator = new Caller.Operator();
    assertFalse(operator.holds(Set.of(TOKEN_ISSUE)));
    assertTrue(operator.holds(Set.of(TENANT_ADMIN, OPERATOR)));
    assertTrue(operator.administers(TENANT));
    assertThrows(FaultException.class, operator::ofTenant);
  }

  private static Set<AuthScope> givenBy(AuthScope held) {
    return Arrays.stream(AuthScope.values()).filter(held::gives).collect(Collectors.toSet());
  }

  private static KeyHolder holder(AuthScope scope) {
    return new KeyHolder(
        TENANT, new Name("shop"), new KeyId("key00001"), new Name("key"), List.of(scope));
  }
}
