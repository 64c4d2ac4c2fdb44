package io.strongroom.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM of this user holds on its heap. */
public final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /** Bytes that are left after a collection, as the JVM's own histogram sums them up. */
  public static long bytes(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes());
    Matcher total = TOTAL.matcher(histogram);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IllegalStateException("no histogram: " + histogram);
    }
    return Long.parseLong(total.group(1));
  }
}
