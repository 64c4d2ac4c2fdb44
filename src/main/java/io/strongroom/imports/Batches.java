package io.strongroom.imports;

import io.strongroom.token.AccountKey;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import io.strongroom.vault.ImportedAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers lines into batches. Lines that are done already are only counted and hashed: one batch
 * without users tells when they are over.
 *
 * <p>Used by one upload, one chunk after the other.
 */
final class Batches {
  /** Lines of one transaction: some tens of milliseconds. */
  static final int MAX_LINES = 1_000;

  /** Long tokens make a batch end sooner: so many bytes are on the heap, a few times over. */
  static final int MAX_BYTES = 1024 * 1024;

  /** How often one user may be in a batch: each time costs the transaction a few statements. */
  static final int MAX_OF_ONE_USER = 8;

  /** A caller who sends slowly sees progress all the same. */
  static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final TenantId tenant;
  private final LineReader reader;
  private final Ticks ticks;
  private final long done;
  private final Lines lines = new Lines();
  private final Map<AccountKey, Integer> users = new HashMap<>();
  private List<Long> numbers = new ArrayList<>();
  private List<ImportedAccount> accounts = new ArrayList<>();
  private List<Reject> rejects = new ArrayList<>();
  private List<Batch> full = new ArrayList<>();
  private int mostOfOneUser;
  private long from;
  private long fromBytes;
  private long begunAt;

  /**
   * @param done lines that were taken in before
   */
  Batches(TenantId tenant, long done, LineReader reader, Ticks ticks) {
    this.tenant = tenant;
    this.done = done;
    this.reader = reader;
    this.ticks = ticks;
    this.begunAt = ticks.nanos();
  }

  /** The batches that are full with this chunk. */
  List<Batch> read(byte[] chunk) {
    lines.read(chunk, this::add);
    return taken();
  }

  /** What is left, as the last batch. */
  List<Batch> end() {
    lines.end(this::add);
    cut(true);
    return taken();
  }

  private void add(Lines.Line line) {
    if (line.number() > done) {
      read(line);
    }
    if (line.number() == done || line.number() > done && isFull()) {
      cut(false);
    }
  }

  private void read(Lines.Line line) {
    try {
      ImportedAccount account = reader.read(line);
      numbers.add(line.number());
      accounts.add(account);
      mostOfOneUser = Math.max(mostOfOneUser, users.merge(account.key(tenant), 1, Integer::sum));
    } catch (InvalidValue e) {
      rejects.add(Reject.of(line.number(), e));
    }
  }

  private boolean isFull() {
    return lines.number() - Math.max(from, done) >= MAX_LINES
        || lines.bytes() - fromBytes >= MAX_BYTES
        || mostOfOneUser >= MAX_OF_ONE_USER
        || ticks.nanos() - begunAt >= MAX_AGE.toNanos();
  }

  private void cut(boolean last) {
    full.add(
        new Batch(
            from, lines.number(), lines.bytes(), lines.digest(), numbers, accounts, rejects, last));
    from = lines.number();
    fromBytes = lines.bytes();
    numbers = new ArrayList<>();
    accounts = new ArrayList<>();
    rejects = new ArrayList<>();
    users.clear();
    mostOfOneUser = 0;
    begunAt = ticks.nanos();
  }

  private List<Batch> taken() {
    List<Batch> taken = full;
    full = new ArrayList<>();
    return taken;
  }
}
