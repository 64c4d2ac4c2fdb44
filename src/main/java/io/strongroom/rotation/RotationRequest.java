package io.strongroom.rotation;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be rotated.
 *
 * @param kind {@code tenant} or {@code kek}
 * @param tenantId with {@code tenant}: whose data key
 * @param shred with {@code kek}: whether the former key is destroyed at the end
 */
public record RotationRequest(
    @Nullable String kind, @Nullable TenantId tenantId, @Nullable Boolean shred) {
  public RotationRequest {
    Kind known = Kind.of(InvalidValue.required(kind, "kind"));
    InvalidValue.unless(
        known == Kind.TENANT || tenantId == null, "tenantId", "stands only beside kind tenant");
    InvalidValue.unless(
        known == Kind.KEK || tenantId != null, "tenantId", "is required beside kind tenant");
    InvalidValue.unless(
        known == Kind.KEK || !Boolean.TRUE.equals(shred),
        "shred",
        "stands only beside kind kek: the former keyset in a dump opens with that key");
  }

  boolean isShredding() {
    return Boolean.TRUE.equals(shred);
  }
}
