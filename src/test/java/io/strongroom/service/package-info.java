/** The service under test as its clients see it: what the suites of all packages share. */
@NullMarked
package io.strongroom.service;

import org.jspecify.annotations.NullMarked;
