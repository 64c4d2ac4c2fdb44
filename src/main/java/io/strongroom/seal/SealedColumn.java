package io.strongroom.seal;

import io.strongroom.token.TenantId;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A column of a table whose values are sealed with the tenant's keyset; {@code key_version} beside
 * it says with which key. Each feature declares its own by {@link SealedColumns}.
 *
 * @param key the columns of the primary key after {@code tenant_id}, in its order
 * @param more other columns that the place is made of; of type text, as those of the key
 * @param place of a value, from the tenant and the values of {@code key} and {@code more}
 */
public record SealedColumn(
    String table,
    String column,
    List<String> key,
    List<String> more,
    BiFunction<TenantId, List<String>, Place> place) {}
