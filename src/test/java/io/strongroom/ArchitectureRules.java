package io.strongroom;

import static com.tngtech.archunit.lang.conditions.ArchConditions.notBePublic;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.groups.UniAwait;
import io.strongroom.tenant.Requires;
import io.strongroom.token.SecretText;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** What must hold of the code as a whole. */
final class ArchitectureRules {
  private static final String ROOT = "io.strongroom";

  /** They run on the main thread or a shutdown hook, before the first request or after the last. */
  private static final Set<String> START_AND_STOP =
      Set.of(
          "io.strongroom.Ending",
          "io.strongroom.audit.Fetches",
          "io.strongroom.audit.Refusals",
          "io.strongroom.coherence.MembershipTurns",
          "io.strongroom.database.DatabaseRules",
          "io.strongroom.database.EmbeddedPostgres",
          "io.strongroom.database.PostgresPrograms",
          "io.strongroom.database.RunningPostgres",
          "io.strongroom.quota.Blocks",
          "io.strongroom.seal.KeyCheck",
          "io.strongroom.seal.KeyRegister",
          "io.strongroom.vault.Detached",
          "io.strongroom.vault.Heartbeat",
          "io.strongroom.vault.Takeover");

  /** Sealing and hashing; what goes to an upstream; what goes to the one who asked for it. */
  private static final Set<String> REVEALING =
      Set.of(
          "io.strongroom.seal.TenantKeys",
          "io.strongroom.tenant.ApiKey",
          "io.strongroom.tenant.OperatorKey",
          "io.strongroom.tenant.SessionCookie",
          "io.strongroom.upstream.AuthMethod",
          "io.strongroom.upstream.LiveCheck",
          "io.strongroom.upstream.Origins",
          "io.strongroom.upstream.RefreshTokenGrant",
          "io.strongroom.upstream.RevocationStyle",
          "io.strongroom.upstream.SigningKey",
          "io.strongroom.upstream.TokenExchangeGrant",
          "io.strongroom.upstream.XTokenGrant",
          "io.strongroom.vault.SpooledOutcome",
          "io.strongroom.events.SigningSecret",
          "io.strongroom.admin.ApiKeysResource",
          "io.strongroom.admin.WebhooksResource",
          "io.strongroom.issue.IssueAnswer",
          "io.strongroom.sandbox.Demo",
          "io.strongroom.sandbox.DemoCalls");

  private static final Set<Class<?>> CLOCKS =
      Set.of(
          Clock.class,
          Instant.class,
          InstantSource.class,
          LocalDate.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class);

  static final ArchRule RANKS_GO_DOWNWARDS = classes().should(new DependDownwards(ROOT));

  static final ArchRule NO_CYCLES = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  static final ArchRule TOKEN_KNOWS_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAPackage(ROOT + ".token..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".token..", "java..", "org.jspecify.annotations..");

  static final ArchRule NOTHING_BLOCKS =
      noClasses()
          .that(areNot(START_AND_STOP))
          .should()
          .accessTargetWhere(access("blocks", ArchitectureRules::blocks));

  static final ArchRule TIME_IS_INJECTED =
      noClasses()
          .that(areNot(Set.of("io.strongroom.database.SystemTime")))
          .should()
          .accessTargetWhere(access("reads a clock", ArchitectureRules::readsClock));

  static final ArchRule SECRETS_ARE_REVEALED_BY_FEW =
      noClasses()
          .that(areNot(REVEALING))
          .should()
          .accessTargetWhere(
              access(
                  "reveals a secret",
                  access ->
                      access.getTargetOwner().isEquivalentTo(SecretText.class)
                          && access.getName().equals("reveal")));

  static final ArchRule ENTITIES_ARE_NOT_PUBLIC =
      classes().that().areAnnotatedWith(Entity.class).should(notBePublic()).allowEmptyShould(true);

  static final ArchRule ENTITIES_STAY_AT_HOME = classes().should(new KeepEntitiesAtHome());

  static final ArchRule NO_FIELD_INJECTION =
      noFields().should().beAnnotatedWith(Inject.class).allowEmptyShould(true);

  /** The way in is for everybody; nothing else is. */
  private static final ArchCondition<JavaMethod> SAY_WHO_MAY_CALL =
      ArchCondition.from(
          DescribedPredicate.describe(
              "say who may call",
              method ->
                  method.isAnnotatedWith(Requires.class)
                      || method.isAnnotatedWith(PermitAll.class)
                          && method
                              .getOwner()
                              .getName()
                              .equals("io.strongroom.console.SignInResource")));

  static final ArchRule RESOURCE_METHODS_ARE_PUBLIC_AND_GUARDED =
      methods()
          .that()
          .areAnnotatedWith(GET.class)
          .or()
          .areAnnotatedWith(POST.class)
          .or()
          .areAnnotatedWith(PUT.class)
          .or()
          .areAnnotatedWith(PATCH.class)
          .or()
          .areAnnotatedWith(DELETE.class)
          .should()
          .bePublic()
          .andShould(SAY_WHO_MAY_CALL);

  static final ArchRule RESOURCES_KNOW_NO_SQL =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..sqlclient..", "org.hibernate..", "jakarta.persistence..", "java.sql..");

  static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(new BeInNullMarkedPackage());

  static final ArchRule NAMES_ARE_NOUNS =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Dto|DTO)(\\$.*)?");

  private ArchitectureRules() {}

  private static boolean blocks(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getName();
    if (name.endsWith("AndAwait") || owner.isEquivalentTo(UniAwait.class)) {
      return true;
    }
    return switch (name) {
      case "await" -> owner.isAssignableTo(Uni.class) || isConcurrent(owner);
      case "sleep" -> owner.isEquivalentTo(Thread.class) || isConcurrent(owner);
      case "join" ->
          owner.isAssignableTo(Thread.class) || owner.isAssignableTo(CompletableFuture.class);
      case "get" -> owner.isAssignableTo(Future.class);
      case "wait" -> access.getTarget().getFullName().startsWith("java.lang.Object.wait");
      case "waitFor", "onExit" -> owner.isEquivalentTo(Process.class);
      case "awaitAdvance", "awaitAdvanceInterruptibly", "awaitTermination", "acquire", "take" ->
          isConcurrent(owner);
      default -> owner.getPackageName().equals("java.sql") && !owner.getSimpleName().contains("E");
    };
  }

  private static boolean isConcurrent(JavaClass owner) {
    return owner.getPackageName().startsWith("java.util.concurrent");
  }

  private static boolean readsClock(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getName();
    if (owner.isEquivalentTo(System.class)) {
      return name.equals("currentTimeMillis") || name.equals("nanoTime");
    }
    if (owner.isEquivalentTo(Date.class)) {
      return access.getTarget().getFullName().equals("java.util.Date.<init>()");
    }
    return CLOCKS.stream().anyMatch(owner::isEquivalentTo)
        && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"));
  }

  /** Nested classes count as the class they are in. */
  private static DescribedPredicate<JavaClass> areNot(Set<String> names) {
    return DescribedPredicate.describe(
        "are not " + names, type -> !names.contains(type.getName().replaceFirst("\\$.*", "")));
  }

  private static DescribedPredicate<JavaAccess<?>> access(
      String what, java.util.function.Predicate<JavaAccess<?>> predicate) {
    return DescribedPredicate.describe(what, predicate::test);
  }
}
