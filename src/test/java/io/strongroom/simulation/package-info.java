/** Time and chance of a simulation: one seed, one run. */
package io.strongroom.simulation;
