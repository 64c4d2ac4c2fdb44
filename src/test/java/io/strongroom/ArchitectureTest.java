package io.strongroom;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The service keeps its rules, and each rule refuses what breaks it. */
class ArchitectureTest {
  private static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.strongroom");

  @TempDir private static Path folder;
  private static JavaClasses planted;

  static Stream<Named<ArchRule>> rules() {
    return Arrays.stream(ArchitectureRules.class.getDeclaredFields())
        .filter(field -> field.getType() == ArchRule.class)
        .map(field -> Named.of(field.getName(), rule(field)));
  }

  private static ArchRule rule(java.lang.reflect.Field field) {
    try {
      return (ArchRule) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void serviceKeeps(ArchRule rule) {
    rule.check(SERVICE);
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        planted(
            "RANKS_GO_DOWNWARDS",
            "io.strongroom.upstream.Upward",
            "class Upward { io.strongroom.vault.Vault vault; }"),
        planted("RANKS_GO_DOWNWARDS", "io.strongroom.misc.Rankless", "class Rankless {}"),
        planted(
            "TOKEN_KNOWS_THE_JDK_ONLY",
            "io.strongroom.token.Reactive",
            "class Reactive { io.smallrye.mutiny.Uni<Void> later; }"),
        planted(
            "NOTHING_BLOCKS",
            "io.strongroom.vault.Awaiting",
            "class Awaiting { void run(io.smallrye.mutiny.Uni<Void> u) {"
                + " u.await().indefinitely(); } }"),
        planted(
            "NOTHING_BLOCKS",
            "io.strongroom.vault.Sleeping",
            "class Sleeping { void run() throws Exception { Thread.sleep(1); } }"),
        planted(
            "NOTHING_BLOCKS",
            "io.strongroom.vault.Joining",
            "class Joining { Object run() {"
                + " return new java.util.concurrent.CompletableFuture<Object>().join(); } }"),
        planted(
            "NOTHING_BLOCKS",
            "io.strongroom.vault.Getting",
            "class Getting { Object run(java.util.concurrent.Future<Object> f) throws Exception {"
                + " return f.get(); } }"),
        planted(
            "NOTHING_BLOCKS",
            "io.strongroom.vault.Asking",
            "class Asking { Object run(java.sql.Connection c) throws Exception {"
                + " return c.createStatement(); } }"),
        planted(
            "TIME_IS_INJECTED",
            "io.strongroom.vault.Now",
            "class Now { Object now() { return java.time.Instant.now(); } }"),
        planted(
            "TIME_IS_INJECTED",
            "io.strongroom.vault.Nanos",
            "class Nanos { java.util.function.LongSupplier ticks = System::nanoTime; }"),
        planted(
            "TIME_IS_INJECTED",
            "io.strongroom.vault.Source",
            "class Source { Object clock() { return java.time.InstantSource.system(); } }"),
        planted(
            "SECRETS_ARE_REVEALED_BY_FEW",
            "io.strongroom.vault.Revealing",
            "class Revealing { java.util.function.Function<io.strongroom.token.SecretText, String>"
                + " open = io.strongroom.token.SecretText::reveal; }"),
        planted(
            "ENTITIES_ARE_NOT_PUBLIC",
            "io.strongroom.vault.Exposed",
            "@jakarta.persistence.Entity public class Exposed {}"),
        planted(
            "NO_FIELD_INJECTION",
            "io.strongroom.vault.Injected",
            "class Injected { @jakarta.inject.Inject io.vertx.core.Vertx vertx; }"),
        planted(
            "RESOURCE_METHODS_ARE_PUBLIC_AND_GUARDED",
            "io.strongroom.issue.Open",
            "class Open { @jakarta.ws.rs.GET public String open() { return \"\"; } }"),
        planted(
            "RESOURCE_METHODS_ARE_PUBLIC_AND_GUARDED",
            "io.strongroom.issue.Hidden",
            "class Hidden { @jakarta.ws.rs.PATCH @io.strongroom.tenant.Requires void hidden() {} }"),
        planted(
            "RESOURCES_KNOW_NO_SQL",
            "io.strongroom.issue.Querying",
            "@jakarta.ws.rs.Path(\"\") class Querying { io.vertx.mutiny.sqlclient.Pool pool; }"),
        planted("PACKAGES_ARE_NULL_MARKED", "io.strongroom.console.Bare", "class Bare {}"),
        planted("NAMES_ARE_NOUNS", "io.strongroom.vault.TokenHelper", "class TokenHelper {}"),
        planted(
            "NAMES_ARE_NOUNS", "io.strongroom.vault.Outer", "class Outer { class InnerDto {} }"),
        planted(
            "ENTITIES_STAY_AT_HOME",
            "io.strongroom.vault.Row",
            "@jakarta.persistence.Entity public class Row {}",
            "io.strongroom.issue.Reading",
            "class Reading { io.strongroom.vault.Row row; }"),
        planted(
            "NO_CYCLES",
            "io.strongroom.tenant.First",
            "public class First { io.strongroom.quota.Second second; }",
            "io.strongroom.quota.Second",
            "public class Second { io.strongroom.tenant.First first; }"));
  }

  private static Arguments planted(String rule, String... namesAndSources) {
    return arguments(rule, List.of(namesAndSources));
  }

  /** All at once: a compiler's start costs more than the classes. */
  @BeforeAll
  static void plant() throws IOException {
    planted =
        PlantedClass.compiled(
            folder,
            violations().flatMap(violation -> sources((List<?>) violation.get()[1])).toList());
  }

  private static Stream<JavaFileObject> sources(List<?> namesAndSources) {
    return Stream.iterate(0, i -> i < namesAndSources.size(), i -> i + 2)
        .map(
            i ->
                PlantedClass.of(
                    (String) namesAndSources.get(i), (String) namesAndSources.get(i + 1)));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void violationIsFound(String rule, List<String> namesAndSources)
      throws ReflectiveOperationException {
    ArchRule broken = (ArchRule) ArchitectureRules.class.getDeclaredField(rule).get(null);
    String found = broken.evaluate(planted).getFailureReport().toString();
    String last = namesAndSources.get(namesAndSources.size() - 2);
    assertTrue(found.contains(last), found);
  }
}
