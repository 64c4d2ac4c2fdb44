package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No two places have the same associated data. */
class PlaceTest {
  private static final String[] PARTS = {"", "a", "aa", "\u0000", "\u0000\u0000\u0000\u0001a", "ä"};
  private static final TenantId TENANT = new TenantId("tenant01");

  @Test
  void partsThatRunIntoEachOtherStayApart() {
    Map<String, Place> seen = new HashMap<>();
    for (String table : PARTS) {
      for (String environment : PARTS) {
        for (String uid : PARTS) {
          for (String client : PARTS) {
            for (String column : PARTS) {
              Place place = new Place(TENANT, table, environment, uid, client, column);
              Place other = seen.put(HexFormat.of().formatHex(place.associatedData()), place);
              assertTrue(other == null, () -> place + " looks like " + other);
            }
          }
        }
      }
    }
    assertEquals(7_776, seen.size());
  }

  @Test
  void eachKindOfPlaceNamesAllThatItIsIn() {
    Slot slot =
        new Slot(TENANT, EnvironmentName.DEFAULT, new Uid("bob"), new ClientId("warehouse"));
    assertEquals(
        new Place(TENANT, "t", "production", "bob", "warehouse", "c"), Place.of(slot, "t", "c"));
    assertEquals(
        new Place(TENANT, "t", "production", "bob", "", "c"), Place.of(slot.account(), "t", "c"));
    assertEquals(
        new Place(TENANT, "t", "production", "", "", "c"),
        Place.of(TENANT, EnvironmentName.DEFAULT, "t", "c"));
    assertEquals(new Place(TENANT, "t", "", "", "", "c"), Place.of(TENANT, "t", "c"));
  }
}
