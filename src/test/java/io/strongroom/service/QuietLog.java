package io.strongroom.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class during which an exception got lost between two reactive steps. */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    LogLines.begin();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LogLines.end();
    assertEquals(List.of(), LogLines.lost(), "exceptions that nobody saw");
  }
}
