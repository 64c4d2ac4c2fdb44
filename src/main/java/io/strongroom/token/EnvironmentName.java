package io.strongroom.token;

/** The name of one upstream identity provider set-up of a tenant. */
public record EnvironmentName(String value) {
  public EnvironmentName {
    Names.environment(value);
  }

  /** What a body without an environment means. */
  public static final EnvironmentName DEFAULT = new EnvironmentName("production");

  @Override
  public String toString() {
    return value;
  }
}
