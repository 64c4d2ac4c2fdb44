package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.time.Instant;

/**
 * Who a call is made as.
 *
 * @param id as the upstream knows the client
 * @param secret its password or its private key
 * @param endpoint where the call goes: a proof may be bound to it
 * @param now by the wall clock: a proof may be bound to it too
 */
record ClientCredential(String id, SecretText secret, Endpoint endpoint, Instant now) {}
