package io.strongroom.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of the embedded PostgreSQL: folder {@code postgres}, password {@code postgres.key}. */
final class PostgresCluster {
  /** Database and role of the service. The role owns the database and is no superuser. */
  static final String NAME = "strongroom";

  private static final String PASSWORD_FILE = "postgres.key";
  private static final int PASSWORD_BYTES = 24;
  private static final Duration MAKE_TIMEOUT = Duration.ofMinutes(3);

  private final DataDirectory directory;
  private final Path folder;

  PostgresCluster(DataDirectory directory) {
    this.directory = directory;
    this.folder = directory.file("postgres");
  }

  Path folder() {
    return folder;
  }

  /**
   * Makes the cluster where there is none. It is made beside and renamed into place when complete,
   * so that one which a crash left half made is thrown away and a whole one never is.
   */
  void makeWith(PostgresPrograms programs) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path draft = directory.file("postgres.making");
    delete(draft);
    String password = newPassword();
    initialise(programs, draft);
    createDatabase(programs, draft, password);
    Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    SecretFiles.force(directory.path());
  }

  String password() throws IOException {
    return directory
        .readSecret(PASSWORD_FILE)
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
        .orElseThrow(
            () ->
                new StartRefused(
                    "The password file "
                        + directory.file(PASSWORD_FILE)
                        + " of the embedded PostgreSQL is missing; restore it from a backup."));
  }

  /** A cluster that a crash left half made was never used: its password may be made anew. */
  private String newPassword() throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    directory.removeSecret(PASSWORD_FILE);
    if (!directory.createSecret(
        PASSWORD_FILE, Base64.getUrlEncoder().withoutPadding().encode(random))) {
      throw new IOException(PASSWORD_FILE + " was made by somebody else");
    }
    return password();
  }

  private void initialise(PostgresPrograms programs, Path draft) {
    // The C.UTF-8 locale that is built into PostgreSQL sorts alike on every system, for ever.
    demand(
        programs.run(
            MAKE_TIMEOUT,
            "",
            "initdb",
            List.of(
                "--pgdata=" + draft,
                "--username=postgres",
                "--pwfile=" + directory.file(PASSWORD_FILE),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8")));
  }

  /** Single-user mode needs no port; afterwards the superuser has no password to log in with. */
  private static void createDatabase(PostgresPrograms programs, Path draft, String password) {
    String statements =
        String.join(
            "\n",
            "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'",
            "CREATE DATABASE " + NAME + " OWNER " + NAME,
            "ALTER ROLE postgres PASSWORD NULL",
            "");
    demand(
        programs.run(
            MAKE_TIMEOUT,
            statements,
            "postgres",
            List.of(
                "--single",
                "-D",
                draft.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres")));
  }

  private static void demand(PostgresPrograms.Outcome outcome) {
    if (!outcome.success()) {
      throw new StartRefused(
          "The embedded PostgreSQL cannot be made: "
              + PostgresPrograms.explained(outcome.complaint())
              + ".");
    }
  }

  /** Deletes a folder with all in it; absent is well. Links are not followed. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
