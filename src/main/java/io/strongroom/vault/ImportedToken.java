package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client token that was issued elsewhere and still lives.
 *
 * @param clientId whose it is; absent means the environment's default client
 * @param issuedAt absent means the time of the import
 * @param scopes absent means those of the client
 * @param tokenType absent means what the environment says, else {@code Bearer}
 */
public record ImportedToken(
    @Nullable ClientId clientId,
    SecretText token,
    Instant expiresAt,
    @Nullable Instant issuedAt,
    @Nullable List<String> scopes,
    @Nullable String tokenType) {

  private static final int MAX_CHARACTERS = 16_384;
  private static final int MAX_SCOPES = 200;

  /** RFC 6749, section 3.3. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,256}");

  /** RFC 6749, appendix A.13, without names that are URIs. */
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public ImportedToken {
    token = InvalidValue.required(token, "token");
    InvalidValue.unless(
        token.length() >= 1 && token.length() <= MAX_CHARACTERS,
        "token",
        "must have 1 to 16384 characters");
    expiresAt = InvalidValue.required(expiresAt, "expiresAt");
    expiresAt = InvalidValue.required(ImportedAccount.time(expiresAt, "expiresAt"), "expiresAt");
    issuedAt = ImportedAccount.time(issuedAt, "issuedAt");
    InvalidValue.unless(
        issuedAt == null || issuedAt.isBefore(expiresAt), "issuedAt", "must be before expiresAt");
    scopes = scopes == null ? null : checked(scopes);
    InvalidValue.unless(
        tokenType == null || TYPE.matcher(tokenType).matches(),
        "tokenType",
        "must match [A-Za-z0-9._-]{1,64}");
  }

  private static List<String> checked(List<String> scopes) {
    InvalidValue.unless(
        scopes.size() <= MAX_SCOPES
            && scopes.stream().allMatch(s -> s != null && SCOPE.matcher(s).matches()),
        "scopes",
        "must be at most 200 scope tokens");
    return List.copyOf(scopes);
  }
}
