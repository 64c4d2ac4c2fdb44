package io.strongroom.crash;

import java.nio.file.Path;

/** Puts rules into a service under test, which knows nothing of them. */
public final class Byteman {
  private static final Path JAR =
      Path.of(System.getProperty("byteman.jar", "target/byteman/byteman.jar"));

  private Byteman() {}

  /** The option of the JVM for a file of rules. */
  public static String agent(Path rules) {
    return "-javaagent:" + JAR.toAbsolutePath() + "=script:" + rules;
  }
}
