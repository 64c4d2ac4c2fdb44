package io.strongroom.seal;

import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
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
    byte[][] parts = {
      utf8(tenant.value()), utf8(table), utf8(environment), utf8(uid), utf8(client), utf8(column)
    };
    int length = 0;
    for (byte[] part : parts) {
      length += Integer.BYTES + part.length;
    }
    ByteBuffer data = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      data.putInt(part.length).put(part);
    }
    return data.array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
