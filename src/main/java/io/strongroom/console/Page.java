package io.strongroom.console;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The pages of the console, in the order of its navigation. */
enum Page {
  OVERVIEW("Overview", true),
  ACCOUNTS("Accounts", true),
  ACCOUNT("Account", true),
  ENVIRONMENTS("Environments", true),
  REVOCATIONS("Revocations", true),
  KEYS("Keys and quotas", true),
  AUDIT("Audit", true),
  IMPORTS("Imports", true),
  WEBHOOKS("Webhooks", true),
  ROTATIONS("Rotations", false),
  TENANTS("Tenants", false);

  private final String title;
  private final boolean ofTenant;

  Page(String title, boolean ofTenant) {
    this.title = title;
    this.ofTenant = ofTenant;
  }

  /** Fails with {@code not-found} for a name that no page has. */
  static Page named(String name) {
    return Arrays.stream(values())
        .filter(page -> page.path().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Fault.of(FaultCode.NOT_FOUND, "The console has no such page").exception());
  }

  /** In the navigation of a tenant: what is about one thing is reached from its list. */
  static List<Page> ofTenants() {
    return Arrays.stream(values()).filter(page -> page.ofTenant && page != ACCOUNT).toList();
  }

  String title() {
    return title;
  }

  String path() {
    return name().toLowerCase(Locale.ROOT);
  }
}
