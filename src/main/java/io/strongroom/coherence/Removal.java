package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * How members go, whoever removes them and by whatever rule: with their letters, so that no changer
 * waits for what nobody reads any more.
 */
final class Removal {
  /**
   * Of all members that are no more: a change that was under way when one of them went may have
   * written to it afterwards.
   */
  private static final String REMOVE_UNDELIVERABLE =
      "DELETE FROM inbox i"
          + " WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.member_id = i.member_id)";

  private Removal() {}

  /**
   * Both in one transaction, the members first.
   *
   * @param members deletes them
   */
  static Uni<Void> of(SqlConnection connection, String members, Tuple parameters) {
    return connection
        .preparedQuery(members)
        .execute(parameters)
        .chain(() -> connection.query(REMOVE_UNDELIVERABLE).execute())
        .replaceWithVoid();
  }
}
