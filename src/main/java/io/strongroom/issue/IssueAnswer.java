package io.strongroom.issue;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Uid;
import io.strongroom.vault.IssuedToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An issued token as the caller gets it; flags that are not raised are left out. */
public record IssueAnswer(
    String token,
    String tokenType,
    Uid uid,
    EnvironmentName environment,
    ClientId clientId,
    List<String> scopes,
    long generation,
    Instant issuedAt,
    Instant expiresAt,
    String source,
    @Nullable Boolean stale,
    @Nullable Boolean previouslyDropped) {

  static IssueAnswer of(IssuedToken issued) {
    return new IssueAnswer(
        issued.token().reveal(),
        issued.tokenType(),
        issued.slot().uid(),
        issued.slot().environment(),
        issued.slot().client(),
        issued.scopes(),
        issued.generation(),
        issued.issuedAt(),
        issued.expiresAt(),
        issued.source().word(),
        raised(issued.stale()),
        raised(issued.previouslyDropped()));
  }

  private static @Nullable Boolean raised(boolean flag) {
    return flag ? Boolean.TRUE : null;
  }

  /** Without the token: an answer may end up in a log line. */
  @Override
  public String toString() {
    return "IssueAnswer[" + uid + ", " + environment + ", " + clientId + ", " + generation + "]";
  }
}
