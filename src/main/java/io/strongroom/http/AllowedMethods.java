package io.strongroom.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods a path has: a 405 must tell (RFC 9110, section 15.5.6), and the framework's does
 * not.
 */
@Singleton
class AllowedMethods {
  /** A parameter of a path, with its expression where it has one. */
  private static final Pattern PARAMETER = Pattern.compile("\\{\\s*[\\w.-]+\\s*(?::([^{}]+))?}");

  private static final String SEGMENT = "[^/]+";

  private final List<Route> routes;

  AllowedMethods(BeanManager beans) {
    this.routes =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .<Class<?>>map(bean -> bean.getBeanClass())
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(AllowedMethods::routes)
            .toList();
  }

  private record Route(Pattern path, String method) {}

  /** In the order of their names; HEAD goes with GET. */
  SortedSet<String> of(String path) {
    return routes.stream()
        .filter(route -> route.path().matcher(path).matches())
        .flatMap(
            route ->
                route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Route> routes(Class<?> resource) {
    String base = slashed(resource.getAnnotation(Path.class).value());
    return Arrays.stream(resource.getMethods())
        .flatMap(
            method -> verbs(method).map(verb -> new Route(pattern(base + below(method)), verb)));
  }

  private static String below(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : slashed(path.value());
  }

  private static Stream<String> verbs(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value);
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(
        PARAMETER
            .matcher(template)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1) == null ? SEGMENT : "(?:" + found.group(1).strip() + ")")));
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
