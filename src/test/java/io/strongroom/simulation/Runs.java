package io.strongroom.simulation;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Many runs of a simulation, each by its own seed. {@code -Dsimulation.runs} is how many, {@code
 * -Dsimulation.seed} where they begin; a run that breaks a rule tells its seed.
 */
public final class Runs {
  public static final long SEED = Long.getLong("simulation.seed", System.nanoTime());
  public static final long RUNS = Long.getLong("simulation.runs", 100_000);

  static {
    // There is no context of a request here, and carrying none along costs most of a run's time.
    Infrastructure.clearInterceptors();
  }

  private Runs() {}

  /** Makes all runs, unless one breaks a rule. */
  public static Optional<String> firstViolation(LongFunction<Optional<String>> run) {
    return firstViolation(RUNS, run);
  }

  /**
   * @param run tells what was broken in the run of a seed
   */
  public static Optional<String> firstViolation(long runs, LongFunction<Optional<String>> run) {
    return LongStream.range(SEED, SEED + runs)
        .parallel()
        .mapToObj(
            seed ->
                run.apply(seed)
                    .map(
                        what ->
                            "-Dsimulation.seed=%d -Dsimulation.runs=1: %s".formatted(seed, what)))
        .flatMap(Optional::stream)
        .findAny();
  }

  /** How many runs break no rule before the first that does. */
  public static long before(long most, LongFunction<Optional<String>> run) {
    return LongStream.range(SEED, SEED + most).takeWhile(seed -> run.apply(seed).isEmpty()).count();
  }
}
