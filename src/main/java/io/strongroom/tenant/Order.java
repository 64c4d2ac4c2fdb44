package io.strongroom.tenant;

/** The order of the checks before a resource method, in one place; lower runs first. */
public final class Order {
  public static final int ACCESS = 1_000;
  public static final int QUOTA = 2_000;

  private Order() {}
}
