package io.github.socketiospring.adapter;

import java.time.Duration;

import reactor.core.publisher.Flux;

/**
 * A message that servers answer.
 *
 * @param <R> a part of the answer
 */
public sealed interface Request<R> extends AdapterMessage {

	/**
	 * Returns how long whoever asks waits for the answers.
	 * @return the time-out
	 */
	Duration timeout();

	/**
	 * Answers this request for one server.
	 * @param namespace the namespace on that server
	 * @return the parts of the answer; completes when there will be no more. Cancelling
	 * forgets the request.
	 */
	Flux<R> answerFrom(AdapterNamespace namespace);

	/**
	 * An event for clients that each of them acknowledges. The answer begins with the
	 * sockets that are asked.
	 *
	 * @param selection which sockets receive it
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param isVolatile whether sockets that cannot take it right now are not asked
	 * @param compress whether connections that compress may compress it
	 * @param timeout how long to wait for the acknowledgements
	 */
	record BroadcastWithAck(Selection selection, String event, Payload arguments, boolean isVolatile, boolean compress,
			Duration timeout) implements Request<AckReply> {

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public Flux<AckReply> answerFrom(AdapterNamespace namespace) {
			return namespace.deliverWithAck(this);
		}

	}

	/**
	 * Which sockets are selected, and what is known about them.
	 *
	 * @param selection which sockets
	 * @param timeout how long to wait for the servers
	 */
	record FetchSockets(Selection selection, Duration timeout) implements Request<SocketDetails> {

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public Flux<SocketDetails> answerFrom(AdapterNamespace namespace) {
			return Flux.fromIterable(namespace.sockets(this.selection));
		}

	}

	/**
	 * Which rooms have members.
	 *
	 * @param timeout how long to wait for the servers
	 */
	record FetchRooms(Duration timeout) implements Request<String> {

		@Override
		public Scope scope() {
			return Scope.EVERYWHERE;
		}

		@Override
		public Flux<String> answerFrom(AdapterNamespace namespace) {
			return Flux.fromIterable(namespace.rooms());
		}

	}

	/**
	 * An event for servers that each of them answers. Its answers name servers, by
	 * {@link AdapterNamespace#serverId()}, where those of a broadcast name sockets.
	 *
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param timeout how long to wait for the servers
	 */
	record ServerSideEmitWithAck(String event, Payload arguments, Duration timeout) implements Request<AckReply> {

		@Override
		public Scope scope() {
			return Scope.OTHER_SERVERS;
		}

		@Override
		public Flux<AckReply> answerFrom(AdapterNamespace namespace) {
			return namespace.serverSideAsked(this.event, this.arguments);
		}

	}

}
