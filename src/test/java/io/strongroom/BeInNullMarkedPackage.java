package io.strongroom;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The package says that what is not marked as nullable never is null. */
final class BeInNullMarkedPackage extends ArchCondition<JavaClass> {

  BeInNullMarkedPackage() {
    super("be in a package whose package-info is @NullMarked");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
      events.add(
          SimpleConditionEvent.violated(
              type, type.getName() + " is in a package that is not @NullMarked"));
    }
  }
}
