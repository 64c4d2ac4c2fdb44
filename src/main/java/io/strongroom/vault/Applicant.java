package io.strongroom.vault;

import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An imported user whose environment, and client where there is one, are known.
 *
 * @param line its place in the batch
 * @param token null where no client token is brought
 */
record Applicant(
    int line,
    AccountKey account,
    SecretText masterToken,
    LookupHash masterHash,
    @Nullable Instant masterExpiresAt,
    @Nullable Token token,
    IntakeTerms terms) {

  /** By environment and uid, as the database orders them. */
  static final Comparator<Applicant> BY_KEY =
      Comparator.comparing((Applicant a) -> a.account().environment().value())
          .thenComparing(a -> a.account().uid().value());

  /** The client token that is brought, with its place. */
  record Token(Slot slot, LookupHash hash, ImportedToken brought) {}

  /**
   * @param terms what {@link #refusal} has found good
   */
  static Applicant of(
      int line, ImportedAccount imported, TenantId tenant, IntakeTerms terms, TenantKeys keys) {
    AccountKey account = imported.key(tenant);
    return new Applicant(
        line,
        account,
        imported.masterToken(),
        keys.hash(imported.masterToken()),
        imported.expiresAt(),
        token(account, imported.clientToken(), terms, keys),
        terms);
  }

  private static @Nullable Token token(
      AccountKey account, @Nullable ImportedToken brought, IntakeTerms terms, TenantKeys keys) {
    ClientId client = brought == null ? null : client(brought, terms);
    return brought == null || client == null
        ? null
        : new Token(
            new Slot(account.tenant(), account.environment(), account.uid(), client),
            keys.hash(brought.token()),
            brought);
  }

  /** Why a user cannot be taken in; null where nothing speaks against it so far. */
  static IntakeVerdict.@Nullable Refusal refusal(
      ImportedAccount imported, @Nullable IntakeTerms terms) {
    if (terms == null) {
      return new IntakeVerdict.Refusal("environment", "does not exist");
    }
    ImportedToken token = imported.clientToken();
    if (token == null) {
      return null;
    }
    if (terms.isStatic()) {
      return new IntakeVerdict.Refusal(
          "clientToken", "has no place where the master token is the client token");
    }
    ClientId client = client(token, terms);
    if (client == null) {
      return new IntakeVerdict.Refusal(
          "clientToken.clientId", "is required where the environment has no default client");
    }
    return terms.clients().containsKey(client)
        ? null
        : new IntakeVerdict.Refusal("clientToken.clientId", "is no client of the environment");
  }

  private static @Nullable ClientId client(ImportedToken token, IntakeTerms terms) {
    return token.clientId() == null ? terms.defaultClient() : token.clientId();
  }
}
