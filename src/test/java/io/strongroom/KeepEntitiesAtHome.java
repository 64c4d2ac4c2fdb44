package io.strongroom;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;

/** An entity is known in its own package only. */
final class KeepEntitiesAtHome extends ArchCondition<JavaClass> {

  KeepEntitiesAtHome() {
    super("know entities of their own package only");
  }

  @Override
  public void check(JavaClass origin, ConditionEvents events) {
    origin.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> dependency.getTargetClass().isAnnotatedWith(Entity.class))
        .filter(
            dependency ->
                !dependency.getTargetClass().getPackageName().equals(origin.getPackageName()))
        .forEach(
            stray -> events.add(SimpleConditionEvent.violated(origin, stray.getDescription())));
  }
}
