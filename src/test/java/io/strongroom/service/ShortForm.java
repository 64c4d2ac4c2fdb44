package io.strongroom.service;

/**
 * Which of many like cases the short form of a slow suite looks at: one of so many, another each
 * time. {@code -Dfaults.share=1} is all of them, {@code -Dfaults.seed} says where to begin.
 */
public final class ShortForm {
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

  private ShortForm() {}

  /**
   * Whether a case is looked at this time.
   *
   * @param number of the case, from zero
   * @param share one of so many is, unless the property says otherwise
   */
  public static boolean has(int number, int share) {
    return Math.floorMod(number + SEED, Integer.getInteger("faults.share", share)) == 0;
  }
}
