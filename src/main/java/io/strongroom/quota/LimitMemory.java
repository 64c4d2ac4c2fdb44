package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Coherence;
import io.strongroom.coherence.Memory;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which limits a caller's calls are held to, remembered. */
@Singleton
class LimitMemory {
  /** Of what is there for all memories: an eighth. */
  private static final int SHARE = 8;

  private static final int BYTES = 500;

  /** At most the tenant's and the key's, the tenant's first. */
  private static final String FIND =
      "SELECT key_id, max_calls FROM quota_limit WHERE tenant_id = $1::text"
          + " AND resource = $2::text AND key_id IN ('', $3::text) ORDER BY key_id";

  private final Database database;
  private final Memory<Calls, Limits> memory;

  LimitMemory(Database database, Coherence coherence) {
    this.database = database;
    this.memory =
        coherence.memory(
            "limits",
            SHARE,
            limits -> BYTES,
            limits -> List.of(Topic.of(limits.of), Topic.limitsOf(limits.of)));
  }

  private record Calls(TenantId tenant, KeyId key, Resource resource) {

    /** Written out, as is the hash: each call asks for both, and the generated ones are slower. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Calls it
          && resource == it.resource
          && key.value().equals(it.key.value())
          && tenant.value().equals(it.tenant.value());
    }

    @Override
    public int hashCode() {
      return (key.value().hashCode() * 31 + tenant.value().hashCode()) * 31 + resource.ordinal();
    }
  }

  private record Limits(TenantId of, List<Limited> all) {}

  /** The tenant's first; empty where none is set, null where that is not remembered. */
  @Nullable List<Limited> find(KeyHolder caller, Resource resource) {
    Limits known = memory.find(calls(caller, resource));
    return known == null ? null : known.all();
  }

  Uni<List<Limited>> read(KeyHolder caller, Resource resource) {
    return memory
        .read(
            calls(caller, resource),
            () ->
                database
                    .read(
                        FIND,
                        Tuple.of(caller.tenant().value(), resource.path(), caller.key().value()))
                    .map(rows -> limits(caller.tenant(), resource, rows)),
            limits -> true)
        .map(Limits::all);
  }

  private static Calls calls(KeyHolder caller, Resource resource) {
    return new Calls(caller.tenant(), caller.key(), resource);
  }

  private static Limits limits(TenantId tenant, Resource resource, RowSet<Row> rows) {
    List<Limited> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(limited(tenant, resource, row.getString("key_id"), row.getLong("max_calls")));
    }
    boolean tenantsIsSet = !all.isEmpty() && all.get(0).subject().keyId().isEmpty();
    if (!tenantsIsSet && resource.defaultLimit().isPresent()) {
      all.add(0, limited(tenant, resource, "", resource.defaultLimit().getAsLong()));
    }
    return new Limits(tenant, List.copyOf(all));
  }

  private static Limited limited(TenantId tenant, Resource resource, String keyId, long limit) {
    return new Limited(new Subject(tenant, resource.path(), keyId), limit);
  }
}
