package io.strongroom.seal;

import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The one column of the one row that a sealed secret belongs to: a secret that was copied to
 * another place does not open there.
 */
public record Place(
    TenantId tenant, String table, String environment, String uid, String client, String column) {

  public static Place of(TenantId tenant, String table, String column) {
    return new Place(tenant, table, "", "", "", column);
  }

  public static Place of(
      TenantId tenant, EnvironmentName environment, String table, String column) {
    return new Place(tenant, table, environment.value(), "", "", column);
  }

  public static Place of(AccountKey account, String table, String column) {
    return new Place(
        account.tenant(), table, account.environment().value(), account.uid().value(), "", column);
  }

  public static Place of(Slot slot, String table, String column) {
    return new Place(
        slot.tenant(),
        table,
        slot.environment().value(),
        slot.uid().value(),
        slot.client().value(),
        column);
  }

  /** The associated data: each part with its length before it, so that no two places look alike. */
  byte[] associatedData() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String part : new String[] {tenant.value(), table, environment, uid, client, column}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      data.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      data.writeBytes(bytes);
    }
    return data.toByteArray();
  }
}
