/** A TCP proxy that does to connections what networks do on bad days. */
@NullMarked
package io.strongroom.proxy;

import org.jspecify.annotations.NullMarked;
