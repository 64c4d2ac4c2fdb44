/** Rotation of keys, in the running service and through crashes. */
package io.strongroom.rotation;
