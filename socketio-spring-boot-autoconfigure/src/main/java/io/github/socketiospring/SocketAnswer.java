package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * One client's answer to a broadcast.
 *
 * @param socketId the id of the socket that has answered; {@code null} if it is connected
 * to another server that does not tell
 * @param arguments the answer
 */
public record SocketAnswer(@Nullable String socketId, Arguments arguments) {
}
