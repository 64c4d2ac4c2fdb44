package io.strongroom.database;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import jakarta.inject.Singleton;

/** The pool of {@link Lifeline}, made like the other. */
@Singleton
@ReactiveDataSource(Lifeline.NAME)
class LifelinePool extends BoundedPool {}
