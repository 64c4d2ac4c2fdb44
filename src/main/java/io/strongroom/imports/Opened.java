package io.strongroom.imports;

import io.strongroom.audit.Actor;
import io.strongroom.seal.LookupHash;
import io.strongroom.token.ImportId;
import io.strongroom.token.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stood when an upload went on with it.
 *
 * @param by whoever uploads
 * @param holder the upload
 * @param created whether it is new
 * @param lines that are done
 * @param prefix keyed hash of them; null where there are none
 * @param finished whether the whole file was taken in: all that is left is to compare
 */
record Opened(
    TenantId tenant,
    ImportId id,
    Actor by,
    UUID holder,
    boolean created,
    long lines,
    @Nullable LookupHash prefix,
    boolean finished) {

  boolean isOngoing(Batch batch) {
    return !finished && (batch.to() > lines || batch.last() && batch.to() == lines);
  }
}
