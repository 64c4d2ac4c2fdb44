/** Several packaged services over one PostgreSQL, each behind a proxy of its own. */
package io.strongroom.cluster;
