package io.strongroom;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** Classes know packages of their own rank and of lower ones. */
final class DependDownwards extends ArchCondition<JavaClass> {
  /** Rank 0 first. */
  private static final List<Set<String>> RANKS =
      List.of(
          Set.of("token"),
          Set.of("http", "seal", "database", "work"),
          Set.of("audit", "coherence"),
          Set.of("tenant", "quota", "upstream", "spool"),
          Set.of("imports", "vault", "revocation", "rotation", "events"),
          Set.of("issue", "drop", "inspect", "oauth", "admin"),
          Set.of("console", "sandbox"),
          Set.of(""));

  private final String root;

  DependDownwards(String root) {
    super("depend on their own rank and lower ones");
    this.root = root;
  }

  @Override
  public void check(JavaClass origin, ConditionEvents events) {
    int rank = rank(origin);
    if (rank < 0) {
      events.add(SimpleConditionEvent.violated(origin, origin.getName() + " has no rank"));
    }
    origin.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(root))
        .filter(dependency -> rank(dependency.getTargetClass()) > rank)
        .forEach(
            upward ->
                events.add(
                    SimpleConditionEvent.violated(origin, "upwards: " + upward.getDescription())));
  }

  private int rank(JavaClass type) {
    String below = type.getPackageName().substring(root.length()).replaceFirst("^\\.", "");
    String feature = below.replaceFirst("\\..*", "");
    for (int rank = 0; rank < RANKS.size(); rank++) {
      if (RANKS.get(rank).contains(feature)) {
        return rank;
      }
    }
    return -1;
  }
}
