package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.ServiceSigner;
import io.strongroom.seal.WrappedSigner;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The key that signs heads: one for all instances, made by the first that needs it. */
@Singleton
class Signing {
  private static final String FIND = "SELECT keyset FROM audit_key";
  private static final String KEEP =
      "INSERT INTO audit_key (keyset, kek_version) VALUES ($1::bytea, $2::integer)"
          + " ON CONFLICT DO NOTHING";

  private final Database database;
  private final Sealing sealing;

  /** Opened once; whoever comes at the same time opens the same again. */
  private volatile @Nullable ServiceSigner signer;

  Signing(Database database, Sealing sealing) {
    this.database = database;
    this.sealing = sealing;
  }

  Uni<ServiceSigner> signer() {
    ServiceSigner known = signer;
    return known != null
        ? Uni.createFrom().item(known)
        : database
            .read(FIND, Tuple.tuple())
            .chain(rows -> rows.size() == 0 ? make() : Uni.createFrom().item(rows))
            .map(this::open);
  }

  private Uni<RowSet<Row>> make() {
    WrappedSigner made = sealing.makeSigner();
    Tuple row = Tuple.of(Buffer.buffer(made.keyset()), made.kekVersion());
    return database
        .write(connection -> connection.preparedQuery(KEEP).execute(row))
        .chain(() -> database.read(FIND, Tuple.tuple()));
  }

  private ServiceSigner open(RowSet<Row> rows) {
    ServiceSigner opened =
        sealing.openSigner(rows.iterator().next().getBuffer("keyset").getBytes());
    signer = opened;
    return opened;
  }
}
