package io.strongroom.imports;

import io.strongroom.vault.ImportedAccount;
import java.util.List;

/**
 * Some lines that follow one another and are taken in together.
 *
 * @param from lines before it
 * @param to lines up to its end
 * @param bytes of all lines up to its end
 * @param digest of all lines up to its end, as 64 hex digits
 * @param lines the numbers of those that could be read, each with its user in {@code accounts}
 * @param rejects the others
 * @param last whether the stream has ended behind it
 */
record Batch(
    long from,
    long to,
    long bytes,
    String digest,
    List<Long> lines,
    List<ImportedAccount> accounts,
    List<Reject> rejects,
    boolean last) {}
