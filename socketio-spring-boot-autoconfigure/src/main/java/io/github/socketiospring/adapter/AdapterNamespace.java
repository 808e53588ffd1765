package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.socketio.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace as its adapter sees it: the sockets connected to this server instance.
 */
public interface AdapterNamespace {

	/**
	 * Returns the namespace's name.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the sockets connected here.
	 * @return a live view
	 */
	Collection<? extends AdapterSocket> localSockets();

	/**
	 * Finds a socket connected here.
	 * @param id the id
	 * @return the socket, or {@code null}
	 */
	@Nullable AdapterSocket socket(String id);

	/**
	 * Sends an event to sockets connected here.
	 * @param event the event; encoded once for all of them
	 * @param isVolatile whether those that cannot take it right now miss it
	 * @param sockets hands over the receivers
	 */
	void deliver(Packet.Event event, boolean isVolatile, Consumer<Consumer<AdapterSocket>> sockets);

	/**
	 * Sends an event to sockets connected here and collects their acknowledgements.
	 * @param event the event, its id not set
	 * @param timeout how long to wait for all of them
	 * @param sockets hands over the receivers
	 * @return the answers, or an {@code AckException} with those received in time
	 */
	Mono<List<Arguments>> deliverWithAck(Packet.Event event, Duration timeout,
			Consumer<Consumer<AdapterSocket>> sockets);

}
