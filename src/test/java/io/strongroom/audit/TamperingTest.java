package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever somebody changes who can write to the database, the verification finds. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TamperingTest {
  private static final int EVENTS = 12;

  /**
   * One way to tamper, and what must be found first.
   *
   * @param seq the place that is named
   */
  private record Tampering(String name, String kind, long seq, String... statements) {
    private boolean needsAnother() {
      return String.join("", statements).contains("$OTHER");
    }
  }

  private static final String OTHER = "'$OTHER'";

  private static final List<Tampering> ALL =
      List.of(
          new Tampering("another uid", "changed", 5, set("uid = 'mallory'", 5)),
          new Tampering("another actor", "changed", 1, set("actor = 'operator', key_id = NULL", 1)),
          new Tampering("another address", "changed", 12, set("address = '198.51.100.1'", 12)),
          new Tampering("another outcome", "changed", 7, set("outcome = 'token-revoked'", 7)),
          new Tampering("another generation", "changed", 8, set("generation = 9", 8)),
          new Tampering("another token", "changed", 3, set("token_hash = sha256('x')", 3)),
          new Tampering("no token", "changed", 3, set("token_hash = NULL", 3)),
          new Tampering("detail in another order of bytes", "changed", 6, set("detail = '{ }'", 6)),
          new Tampering(
              "an hour later",
              "changed",
              4,
              set("recorded_at = recorded_at + interval '1 hour'", 4)),
          new Tampering(
              "absent becomes empty",
              "changed",
              9,
              set("target = NULL, address = address || target", 9)),
          new Tampering("no hash", "changed", 2, set("hash = NULL", 2)),
          new Tampering("first row deleted", "removed", 1, delete("seq = 1")),
          new Tampering("middle row deleted", "removed", 6, delete("seq = 6")),
          new Tampering("last row deleted", "removed", 12, delete("seq = 12")),
          new Tampering("all rows deleted", "removed", 1, delete("true")),
          new Tampering(
              "a row deleted and the gap closed",
              "changed",
              6,
              delete("seq = 6"),
              shift("seq > 6", -1)),
          new Tampering("a row sent back to be sealed again", "removed", 5, set("seq = NULL", 5)),
          new Tampering(
              "two neighbours exchanged",
              "reordered",
              4,
              set("seq = 100", 4),
              set("seq = 4", 5),
              set("seq = 5", 100)),
          new Tampering(
              "two contents exchanged",
              "changed",
              3,
              "UPDATE audit_event a SET uid = b.uid, target = b.target, generation = b.generation,"
                  + " token_hash = b.token_hash, recorded_at = b.recorded_at FROM audit_event b"
                  + " WHERE a.tenant_id = $T AND b.tenant_id = $T AND a.seq IN (3, 9)"
                  + " AND b.seq = 12 - a.seq"),
          new Tampering(
              "a row put in between",
              "inserted",
              5,
              shift("seq >= 5", 1),
              insert(5),
              "UPDATE audit_head SET seq = seq + 1 WHERE tenant_id = $T"),
          new Tampering("a row put behind the end", "inserted", 13, insert(13)),
          new Tampering("a row put before the beginning", "inserted", 0, insert(0)),
          new Tampering(
              "a row of another tenant's in the place of one",
              "changed",
              6,
              delete("seq = 6"),
              "UPDATE audit_event SET tenant_id = $T WHERE tenant_id = " + OTHER + " AND seq = 6"),
          new Tampering(
              "head deleted", "head-missing", 12, "DELETE FROM audit_head WHERE tenant_id = $T"),
          new Tampering(
              "head of another tenant",
              "head-changed",
              12,
              "UPDATE audit_head a SET hash = b.hash, sealed_at = b.sealed_at, signature = b.signature"
                  + " FROM audit_head b WHERE a.tenant_id = $T AND b.tenant_id = "
                  + OTHER),
          new Tampering(
              "beginning moved on",
              "anchor-changed",
              3,
              delete("seq <= 3"),
              "UPDATE audit_head SET anchor_seq = 3, anchor_hash = (SELECT substr(hash, 1) FROM"
                  + " audit_event WHERE tenant_id = "
                  + OTHER
                  + " AND seq = 3) WHERE tenant_id = $T"));

  @Test
  void everythingThatIsTamperedWithIsFound() {
    Map<Tampering, PlantedEvents> chains = new LinkedHashMap<>();
    Map<Tampering, PlantedEvents> others = new LinkedHashMap<>();
    for (Tampering tampering : ALL) {
      chains.put(tampering, PlantedEvents.plant(EVENTS));
      if (tampering.needsAnother()) {
        others.put(tampering, PlantedEvents.plant(EVENTS));
      }
    }
    chains.values().forEach(PlantedEvents::whenSealed);
    others.values().forEach(PlantedEvents::whenSealed);
    List<String> wrong = new ArrayList<>();
    chains.values().stream()
        .limit(2)
        .forEach(chain -> assertTrue(chain.verified().getBoolean("intact")));

    for (Tampering tampering : ALL) {
      PlantedEvents chain = chains.get(tampering);
      String other = others.getOrDefault(tampering, chain).tenant();
      for (String statement : tampering.statements()) {
        assertTrue(chain.tamper(statement.replace("$OTHER", other)) > 0, statement);
      }

      JsonPath report = chain.verified();

      String found = report.getString("findings[0].kind") + " " + report.getLong("findings[0].seq");
      if (report.getBoolean("intact") || !found.equals(tampering.kind() + " " + tampering.seq())) {
        wrong.add(tampering.name() + ": " + report.prettify());
      }
    }

    assertTrue(ALL.size() >= 20);
    assertEquals(List.of(), wrong);
  }

  @Test
  void headThatIsRolledBackWithItsRowsIsFoundByTheFileAndByWhoKeptIt() {
    PlantedEvents chain = PlantedEvents.plant(EVENTS).whenSealed();
    chain.tamper(
        "INSERT INTO audit_head SELECT 'old' || tenant_id, seq, hash, sealed_at, signature,"
            + " anchor_seq, anchor_hash, anchor_signature FROM audit_head WHERE tenant_id = $T");
    chain.add(3);
    String kept = chain.whenSealed().head().getString("head");
    assertTrue(chain.verified("?since=" + kept).getBoolean("intact"));

    chain.tamper("DELETE FROM audit_event WHERE tenant_id = $T AND seq > 12");
    chain.tamper("DELETE FROM audit_head WHERE tenant_id = $T");
    chain.tamper("UPDATE audit_head SET tenant_id = $T WHERE tenant_id = 'old' || $T");

    assertFound("rolled-back", 13, chain.verified());
    assertFound("rolled-back", 13, chain.verified("?since=" + kept));
    chain.add(5);
    chain.whenSealed();
    assertFound("rolled-back", 15, chain.verified());
    assertFound("rolled-back", 15, chain.verified("?since=" + kept));
  }

  @Test
  void rowsThatAreAllWrittenAnewDoNotGetASignature() {
    PlantedEvents chain = PlantedEvents.plant(EVENTS).whenSealed();
    chain.tamper("DELETE FROM audit_event WHERE tenant_id = $T");
    chain.tamper("UPDATE audit_head SET hash = sha256('forged') WHERE tenant_id = $T");

    chain.add(1);

    assertTrue(
        PlantedEvents.plant(1).whenSealed().verified().getBoolean("intact"), "others are sealed");
    assertFound("head-changed", 12, chain.verified());
    assertEquals(1, chain.head().getInt("unsealed"));
    chain.tamper("DELETE FROM audit_event WHERE tenant_id = $T");
  }

  private static void assertFound(String kind, long seq, JsonPath report) {
    assertFalse(report.getBoolean("intact"));
    assertTrue(
        report.getString("findings").contains("kind:" + kind + ", seq:" + seq)
            || report.getString("findings").contains("seq:" + seq + ", kind:" + kind),
        report.prettify());
  }

  private static String set(String change, long seq) {
    return "UPDATE audit_event SET " + change + " WHERE tenant_id = $T AND seq = " + seq;
  }

  private static String delete(String condition) {
    return "DELETE FROM audit_event WHERE tenant_id = $T AND " + condition;
  }

  /** In two steps, because places are unique. */
  private static String shift(String condition, int by) {
    return "UPDATE audit_event SET seq = seq + 1000 WHERE tenant_id = $T AND "
        + condition
        + "; UPDATE audit_event SET seq = seq - 1000 + "
        + by
        + " WHERE tenant_id = $T AND seq > 1000";
  }

  private static String insert(long seq) {
    return "INSERT INTO audit_event (tenant_id, actor, action, outcome, detail, seq, hash)"
        + " VALUES ($T, 'operator', 'key-created', 'done', '{}', "
        + seq
        + ", sha256('a row'))";
  }
}
