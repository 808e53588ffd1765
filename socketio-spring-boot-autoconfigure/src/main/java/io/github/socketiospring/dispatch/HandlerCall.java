package io.github.socketiospring.dispatch;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler method, as a {@link HandlerMethodArgumentResolver} sees it.
 * Immutable, safe for use by any thread.
 *
 * @param socket the socket the event came from
 * @param event the name of the event; {@code connect}, {@code disconnecting} or
 * {@code disconnect} for the handlers of these
 * @param arguments all arguments of the event if the handler method has an
 * {@code Arguments} parameter too, or one that takes the rest of them; otherwise
 * {@code null}, since they are not kept once they are bound
 * @param ack answers the client; does nothing if it wants no answer
 */
public record HandlerCall(Socket socket, String event, @Nullable Arguments arguments, Ack ack) {

}
