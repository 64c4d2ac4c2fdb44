package io.strongroom.seal;

import java.util.List;

/** What a feature keeps sealed in the database: a rotation of keys seals all of it anew. */
public interface SealedColumns {
  List<SealedColumn> sealed();
}
