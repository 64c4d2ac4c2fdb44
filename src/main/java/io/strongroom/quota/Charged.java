package io.strongroom.quota;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A resource method whose calls count. */
@Retention(RUNTIME)
@Target(METHOD)
public @interface Charged {
  Resource value();
}
