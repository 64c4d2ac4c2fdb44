package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final String LINE =
      "The database does not answer: %s (statements that failed since the last such line: %d)";

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Outages outages = new Outages(now::get);

  @Test
  void firstIsSaidAtOnceAndThoseThatFollowAreCounted() {
    var refused = new ConnectException("Connection refused: /10.0.0.7:5432");
    assertEquals(
        LINE.formatted("ConnectException, Connection refused: /10.0.0.7:5432", 1),
        outages.line(new IllegalStateException(refused)));
    assertNull(outages.line(refused));
    now.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
    assertNull(outages.line(refused));
    now.incrementAndGet();
    assertEquals(LINE.formatted("TimeoutException", 3), outages.line(new TimeoutException()));
    assertNull(outages.line(refused));
  }

  @Test
  void whatTheServerSaysIsNotRepeated() {
    var quoting = new PgException("value quoted", "FATAL", "57P01", "detail quoted");
    assertEquals(LINE.formatted("SQLSTATE 57P01", 1), outages.line(quoting));
  }
}
