package io.strongroom.issue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.strongroom.vault.IssuedToken.Source;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts the tokens that were handed over, by where they came from. */
@Singleton
class IssueMeters {
  private final Map<Source, Counter> issued = new EnumMap<>(Source.class);

  IssueMeters(MeterRegistry registry) {
    for (Source source : Source.values()) {
      issued.put(
          source,
          Counter.builder("strongroom.issued")
              .description("Client tokens that were handed over")
              .tag("source", source.word())
              .register(registry));
    }
  }

  void handedOver(Source source) {
    Counter counter = issued.get(source);
    if (counter != null) {
      counter.increment();
    }
  }
}
