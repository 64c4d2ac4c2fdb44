package io.strongroom.upstream;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/**
 * One form post.
 *
 * @param deadline from now to the last byte of the answer
 */
record OutgoingCall(
    Endpoint endpoint, Map<String, String> headers, Buffer body, Duration deadline) {}
