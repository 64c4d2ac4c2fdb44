package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses and which servers are refused. */
class DatabaseRulesTest {
  private static final DatabaseAddress ADDRESS =
      new DatabaseAddress("postgresql://db.example:5432/vault?sslmode=require", "u", "geheim");

  @Test
  void olderThanFifteenIsRefusedByName() {
    StartRefused refused =
        assertThrows(StartRefused.class, () -> DatabaseRules.refuseOld(ADDRESS, 140_019));
    assertEquals(
        "The database postgresql://db.example:5432/vault is PostgreSQL 14;"
            + " Strongroom needs PostgreSQL 15 or newer.",
        refused.getMessage());
    assertDoesNotThrow(() -> DatabaseRules.refuseOld(ADDRESS, 150_000));
  }

  @Test
  void aServerThatForgetsIsRefused() {
    assertThrows(StartRefused.class, () -> DatabaseRules.refuseForgetful(ADDRESS, "off"));
    assertDoesNotThrow(() -> DatabaseRules.refuseForgetful(ADDRESS, "on"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h:1/n",
        "postgresql://u:geheim@h:1/n",
        "postgresql://h:1",
        "postgresql://h:1/",
        "postgresql:///n",
        "mysql://h:1/n",
        "geheim"
      })
  void whatIsNoAddressIsRefusedAndNotRepeated(String url) {
    StartRefused refused =
        assertThrows(StartRefused.class, () -> new DatabaseAddress(url, "u", "geheim"));
    assertFalse(refused.getMessage().contains("geheim"));
  }

  @Test
  void anAddressDoesNotPrintItsPassword() {
    assertTrue(ADDRESS.toString().contains("db.example"));
    assertFalse(ADDRESS.toString().contains("geheim"));
  }
}
