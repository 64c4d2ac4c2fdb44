package io.strongroom.database;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.time.Duration;

/**
 * A row that was sealed with a key which is gone: it was retired while the row was on its way. The
 * database refuses it. Tried again it is sealed with the key that is there.
 */
public final class RetiredKey {
  /** How the constraints end by which rows refer to the key that has sealed them. */
  private static final String CONSTRAINTS = "_tenant_key";

  /** The same of keysets and the key that has wrapped them. */
  private static final String KEYSETS = "_kek_key";

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private RetiredKey() {}

  /** Whether that is why a statement failed. */
  public static boolean causes(Throwable failure) {
    return Constraint.violated(
        failure, name -> name.endsWith(CONSTRAINTS) || name.endsWith(KEYSETS));
  }

  static FaultException fault(Throwable failure) {
    return new FaultException(
        Fault.of(FaultCode.VAULT_UNAVAILABLE, "A key was rotated meanwhile; try again")
            .retryAfter(ASK_AGAIN),
        failure);
  }
}
