package io.strongroom.service;

import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/** What the service counts and measures, as a scrape has it. */
public final class Metrics {
  private final List<String> lines;

  private Metrics(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Scrapes now.
   *
   * @param management where health and metrics are
   */
  public static Metrics at(URI management) {
    return new Metrics(
        RestAssured.get(management.resolve("/q/metrics")).asString().lines().toList());
  }

  /** The sum of all values of this name. */
  public double sum(String name) {
    return sum(line -> line.startsWith(name + " ") || line.startsWith(name + "{"));
  }

  /** The sum of all values of this name with this label. */
  public double sum(String name, String label, String value) {
    String labelled = label + "=\"" + value + "\"";
    return sum(line -> line.startsWith(name + "{") && line.contains(labelled));
  }

  private double sum(Predicate<String> which) {
    return lines.stream()
        .filter(which)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
