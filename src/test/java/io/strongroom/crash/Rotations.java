package io.strongroom.crash;

import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.LoggedCall;
import io.strongroom.sandbox.Provider;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rotations of refresh tokens, told by the provider that made them and the vault that kept them.
 */
final class Rotations {
  /** Each recorded rotation leaves the hash of the token that it replaced. */
  private static final String RECORDED =
      """
      SELECT uid, count(*) FROM superseded_master_token
       WHERE tenant_id = ? AND superseded_at >= ? AND superseded_at <= ?
       GROUP BY uid
      """;

  private Rotations() {}

  /** How many the provider decided for each user in a time. */
  static Map<String, Long> decided(Provider provider, Instant since, Instant until) {
    return granted(provider, since).stream()
        .filter(call -> !call.decidedAt().isAfter(until))
        .collect(Collectors.groupingBy(call -> call.key().uid(), Collectors.counting()));
  }

  /** Granted calls since a moment, oldest first. */
  static List<LoggedCall> granted(Provider provider, Instant since) {
    List<LoggedCall> log = provider.log();
    if (!log.isEmpty() && log.get(0).sequence() > 1 && log.get(0).decidedAt().isAfter(since)) {
      throw new IllegalStateException("the provider's log does not reach back so far");
    }
    return log.stream()
        .filter(call -> call.key().endpoint() == Endpoint.TOKEN)
        .filter(call -> call.outcome().equals("granted"))
        .filter(call -> !call.decidedAt().isBefore(since))
        .toList();
  }

  /** How many the vault's database holds for each user of a tenant in a time. */
  static Map<String, Long> recorded(
      Connection database, String tenantId, Instant since, Instant until) throws SQLException {
    try (PreparedStatement select = database.prepareStatement(RECORDED)) {
      select.setString(1, tenantId);
      select.setObject(2, since.atOffset(ZoneOffset.UTC));
      select.setObject(3, until.atOffset(ZoneOffset.UTC));
      Map<String, Long> all = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          all.put(rows.getString(1), rows.getLong(2));
        }
      }
      return all;
    }
  }
}
