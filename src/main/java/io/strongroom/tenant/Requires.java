package io.strongroom.tenant;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * The scopes of which a caller of this resource method needs one; none named means any valid key. A
 * resource method without this annotation answers nobody.
 */
@Retention(RUNTIME)
@Target(METHOD)
public @interface Requires {
  AuthScope[] value() default {};
}
