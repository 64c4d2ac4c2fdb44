package io.strongroom.tenant;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every method of the service that programs can call over HTTP, as its annotations say; pages for
 * people are not among them.
 */
final class Endpoints {
  private static final String MARKETPLACE = "/{path: (v2/)?auth/token}";

  private Endpoints() {}

  /**
   * One of them.
   *
   * @param path with its parameters in braces
   * @param anyOf the scopes of which one is needed; empty where any good key will do
   */
  record Endpoint(String method, String path, Set<AuthScope> anyOf) {
    boolean isAdministrative() {
      return path.startsWith("/v1/admin/");
    }

    boolean isTheOperators() {
      return anyOf.equals(Set.of(AuthScope.OPERATOR));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Endpoint> all() {
    return new ClassFileImporter()
        .importPath(Paths.get("target", "classes", "io", "strongroom")).stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .filter(type -> !type.getPackageName().endsWith(".console"))
            .map(Endpoints::loaded)
            .flatMap(Endpoints::of)
            .sorted(Comparator.comparing(Endpoint::toString))
            .toList();
  }

  private static Class<?> loaded(JavaClass type) {
    try {
      return Class.forName(type.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Endpoint> of(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(method -> verbs(method).map(verb -> endpoint(resource, method, verb)));
  }

  private static Stream<String> verbs(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value);
  }

  private static Endpoint endpoint(Class<?> resource, Method method, String verb) {
    Path below = method.getAnnotation(Path.class);
    String path =
        slashed(resource.getAnnotation(Path.class).value())
            + (below == null ? "" : slashed(below.value()));
    Requires requires = method.getAnnotation(Requires.class);
    return new Endpoint(
        verb, path.equals(MARKETPLACE) ? "/v2/auth/token" : path, Set.of(requires.value()));
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
