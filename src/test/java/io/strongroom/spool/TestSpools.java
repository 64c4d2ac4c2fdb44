package io.strongroom.spool;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lives of the spool over real folders. A life that is left alone ends as by a crash: with nothing.
 */
final class TestSpools implements AfterEachCallback {
  static final Instant NOW = Instant.parse("2024-01-09T14:00:00Z");
  static final SpoolLimits LIMITS =
      new SpoolLimits(200, Duration.ofSeconds(10), Duration.ofMillis(20));
  static final byte[] OUTCOME =
      "what the provider said, sealed".getBytes(StandardCharsets.US_ASCII);

  private final List<Spool> lives = new ArrayList<>();

  Spool open(Path folder) {
    return open(folder, new Disk());
  }

  Spool open(Path folder, Disk disk) {
    return open(folder, disk, LIMITS);
  }

  Spool open(Path folder, Disk disk, SpoolLimits limits) {
    Spool life = new Spool(folder, InstantSource.fixed(NOW), disk, limits);
    lives.add(life);
    return life;
  }

  static AccountKey account(String uid) {
    return new AccountKey(
        new TenantId("tenant01"), new EnvironmentName("production"), new Uid(uid));
  }

  static Kept keep(Spool spool, String uid) {
    return keep(spool, uid, OUTCOME);
  }

  static Kept keep(Spool spool, String uid, byte[] sealed) {
    return now(spool.reserve().chain(place -> spool.keep(place, account(uid), sealed)));
  }

  static List<Kept> kept(Spool spool) {
    return now(spool.kept());
  }

  static <T> T now(Uni<T> work) {
    return work.await().atMost(Duration.ofSeconds(20));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    lives.forEach(Spool::stop);
  }
}
