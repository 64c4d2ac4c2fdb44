package io.strongroom.service;

import io.strongroom.service.Callers.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Calls at a constant rate, whether the ones before were answered or not. A call's latency counts
 * from when it should have begun: a service that stalls is not measured less often for that.
 */
public final class OpenLoop {
  private OpenLoop() {}

  /**
   * One call.
   *
   * @param start by {@link System#nanoTime}, when it should have begun
   */
  public record Sample(long start, Duration latency, Answer answer) {
    public String code() {
      return answer.body().getString("code", "");
    }

    public String detail() {
      return answer.body().getString("detail", "");
    }
  }

  /** Makes the calls, waits for all answers, and gives them in the order of their starts. */
  public static List<Sample> run(
      int perSecond, Duration time, IntFunction<CompletableFuture<Answer>> call) {
    List<CompletableFuture<Sample>> samples = new ArrayList<>();
    long gap = Duration.ofSeconds(1).toNanos() / perSecond;
    long begin = System.nanoTime();
    for (int i = 0; i * gap < time.toNanos(); i++) {
      long start = begin + i * gap;
      while (System.nanoTime() - start < 0) {
        LockSupport.parkNanos(start - System.nanoTime());
      }
      samples.add(
          call.apply(i)
              .thenApply(
                  answer ->
                      new Sample(start, Duration.ofNanos(System.nanoTime() - start), answer)));
    }
    return Callers.all(samples);
  }

  /** The latency that this share of the samples does not exceed. */
  public static Duration percentile(double share, Stream<Sample> samples) {
    List<Duration> sorted = samples.map(Sample::latency).sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
