package io.strongroom.spool;

import static io.strongroom.spool.TestSpools.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A process that keeps outcomes, several at a time, until it is killed, and says on standard output
 * what is kept and what it is about to forget.
 */
final class KeepingProcess implements AutoCloseable {
  static final int AT_A_TIME = 4;

  /** Few enough that places are used again and again. */
  private static final int REMEMBERED = 10;

  /** Ends a process whose test has died before it. */
  private static final long LIVES_SECONDS = 60;

  private final Process process;

  private KeepingProcess(Process process) {
    this.process = process;
  }

  static KeepingProcess start(Path folder, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KeepingProcess.class.getName());
    command.addAll(List.of(folder.toString(), Long.toString(seed)));
    return new KeepingProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  BufferedReader says() {
    return process.inputReader();
  }

  void kill9() throws InterruptedException {
    // The process's own method would close what it has said, too.
    process.toHandle().destroyForcibly();
    if (!process.waitFor(LIVES_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a killed process lives");
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill9();
  }

  /** The sealed bytes say by themselves what they must be. */
  static byte[] outcome(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[Long.BYTES + random.nextInt(100_000)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(seed);
    return bytes;
  }

  public static void main(String... arguments) throws InterruptedException {
    Spool spool =
        new Spool(
            Path.of(arguments[0]),
            InstantSource.fixed(Instant.EPOCH),
            new Disk(),
            TestSpools.LIMITS);
    // Outside Quarkus the first Uni sets up what all others use, and must be the only one then.
    TestSpools.kept(spool);
    System.out.println("ready");
    for (int worker = 0; worker < AT_A_TIME; worker++) {
      long seed = Long.parseLong(arguments[1]) * AT_A_TIME + worker;
      Thread thread = new Thread(() -> keepOn(spool, seed));
      thread.setDaemon(true);
      thread.start();
    }
    TimeUnit.SECONDS.sleep(LIVES_SECONDS);
  }

  private static void keepOn(Spool spool, long seed) {
    Random random = new Random(seed);
    List<Kept> remembered = new ArrayList<>();
    while (true) {
      byte[] outcome = outcome(random.nextLong());
      Place place = TestSpools.now(spool.reserve());
      Kept kept = TestSpools.now(spool.keep(place, account("alice"), outcome));
      System.out.println("kept " + kept.sequence());
      remembered.add(kept);
      if (remembered.size() > REMEMBERED) {
        Kept forgotten = remembered.remove(random.nextInt(remembered.size()));
        System.out.println("forgets " + forgotten.sequence());
        TestSpools.now(spool.forget(forgotten));
      }
    }
  }
}
