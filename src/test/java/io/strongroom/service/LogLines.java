package io.strongroom.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the service's log has said since the present class of tests began. */
public final class LogLines {
  private static final String LOST = "Mutiny had to drop the following exception";
  private static final Collector COLLECTOR = new Collector();

  private LogLines() {}

  static void begin() {
    COLLECTOR.lines.clear();
    Logger.getLogger("").addHandler(COLLECTOR);
  }

  static void end() {
    Logger.getLogger("").removeHandler(COLLECTOR);
  }

  /** Exceptions that got lost between two reactive steps. */
  static List<String> lost() {
    return COLLECTOR.lines.stream().filter(line -> line.contains(LOST)).toList();
  }

  public static boolean have(String text) {
    return COLLECTOR.lines.stream().anyMatch(line -> line.contains(text));
  }

  private static final class Collector extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Collector() {
      setFormatter(new PatternFormatter("%s %e"));
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(getFormatter().format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
