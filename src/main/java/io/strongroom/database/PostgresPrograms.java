package io.strongroom.database;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs initdb, postgres and pg_ctl, bounded in time, and keeps what they say. */
final class PostgresPrograms {
  /** What a program that ended said, and whether it succeeded. */
  record Outcome(boolean success, List<String> output) {
    /** The line that names the cause: the last complaint, else the last line. */
    String complaint() {
      return output.stream()
          .filter(line -> line.matches(".*(FATAL|PANIC|ERROR|[Ee]rror|could not|cannot).*"))
          .reduce((first, last) -> last)
          .or(() -> output.stream().reduce((first, last) -> last))
          .map(line -> line.replaceFirst("^.*?(FATAL|PANIC|ERROR): +", "").strip())
          .map(line -> line.replaceFirst("\\.$", ""))
          .orElse("it said nothing");
    }
  }

  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path home;

  PostgresPrograms(Path home) {
    this.home = home;
  }

  /**
   * Runs one program to its end. Output goes to a file and not to a pipe, which a server that a
   * program leaves behind would keep open.
   *
   * @param input what the program reads, never shown in a process list
   */
  Outcome run(Duration atMost, String input, String program, List<String> arguments) {
    try {
      Path in = Files.createTempFile(home, program, ".in");
      Path out = Files.createTempFile(home, program, ".out");
      try {
        Files.writeString(in, input);
        return run(atMost, in, out, command(program, arguments));
      } finally {
        Files.delete(in);
        Files.delete(out);
      }
    } catch (IOException e) {
      return new Outcome(false, List.of(program + " cannot be run: " + DataDirectory.reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(false, List.of(program + " was interrupted"));
    }
  }

  private static Outcome run(Duration atMost, Path in, Path out, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Settings of the user's own PostgreSQL tools must not reach ours; messages stay English.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).start();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new Outcome(false, List.of("no end after " + atMost.toSeconds() + " s"));
    }
    String said = Files.readString(out, StandardCharsets.ISO_8859_1);
    return new Outcome(process.exitValue() == 0, said.lines().filter(l -> !l.isBlank()).toList());
  }

  private List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(WINDOWS ? program + ".exe" : program).toString());
    command.addAll(arguments);
    return command;
  }

  /** The line that PostgreSQL itself gives for a refused root, replaced by the way out. */
  static String explained(String complaint) {
    return complaint.contains("cannot be run as root") || complaint.contains("as root is not")
        ? "PostgreSQL does not run as root and this system allows no user namespaces; start the"
            + " service as an ordinary user or set STRONGROOM_DATABASE_URL"
        : complaint;
  }
}
