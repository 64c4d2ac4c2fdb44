package io.strongroom.sandbox;

import java.time.Duration;
import java.util.Map;

/** How token answers tell {@code expires_in}: providers in the wild differ. */
public enum ExpiresInForm {
  NUMBER,
  STRING,
  ABSENT;

  void put(Map<String, Object> members, Duration life) {
    switch (this) {
      case NUMBER -> members.put("expires_in", life.toSeconds());
      case STRING -> members.put("expires_in", Long.toString(life.toSeconds()));
      case ABSENT -> {}
    }
  }
}
