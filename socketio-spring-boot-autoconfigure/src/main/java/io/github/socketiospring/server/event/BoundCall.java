package io.github.socketiospring.server.event;

import io.github.socketiospring.codec.json.ArgumentBindingException;
import org.jspecify.annotations.Nullable;

/**
 * An event and whether its arguments fit.
 *
 * @param call the event
 * @param failure why they do not, or {@code null}
 */
record BoundCall(EventCall call, @Nullable ArgumentBindingException failure) {
}
