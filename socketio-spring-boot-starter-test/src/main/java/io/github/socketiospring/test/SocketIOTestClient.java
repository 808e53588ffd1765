package io.github.socketiospring.test;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.Revision;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.MockServerConfigurer;

/**
 * A client of the application under test, in one namespace. There is no network between
 * the two and no port, but everything else is real: the application's web filters and
 * request filters, the engine, the packets of the client's generation, the handlers and
 * their threads.
 * <p>
 * Safe for use by any thread. Methods that wait say so; they wait for the client's
 * {@linkplain Builder#timeout(Duration) time-out} at most, and then fail with an
 * {@link AssertionError} that tells what was received. They must not be called by the
 * client's own thread, which is the one that answer functions and subscribers of
 * {@link #received()} are called by.
 * <p>
 * Errors that a client of protocol 1 is told about, and that are no answer to its wish to
 * join, are events named {@code error}.
 * <p>
 * At most 10,000 events are kept, the latest ones.
 */
public interface SocketIOTestClient extends AutoCloseable {

	/**
	 * Returns what connects clients to an application.
	 * @param context the context of the application, with a Socket.IO server
	 * @return a builder
	 * @throws IllegalStateException if the application has no Socket.IO server
	 */
	static Builder bindTo(ApplicationContext context) {
		return new ClientBuilder(TestedServer.of(context), ClientSettings.DEFAULTS);
	}

	// Identity

	/**
	 * Returns the id of the socket.
	 * @return the same id as on the server
	 */
	String id();

	/**
	 * Returns the namespace this client is in.
	 * @return the name
	 */
	String namespace();

	/**
	 * Tells whether the client is in its namespace, as far as it knows.
	 * @return {@code true} until the server has disconnected it, or it has gone itself
	 */
	boolean isConnected();

	// Sending

	/**
	 * Emits an event, and does not wait for its handler.
	 * @param event the event's name
	 * @param arguments its arguments, which the application's {@code JsonMapper} writes;
	 * {@code byte[]} and {@code ByteBuffer} are binary
	 * @throws IllegalArgumentException if the name is reserved
	 * @throws IllegalStateException if the client is not connected
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Sends a message, which the server receives as the event {@code message}.
	 * @param arguments the message; clients of protocol 1 send exactly one
	 * @throws IllegalStateException if the client is not connected
	 */
	void send(@Nullable Object... arguments);

	/**
	 * Sends a value that the server receives as the event {@code json}. Clients of
	 * protocol 1 have packets of their own for that.
	 * @param value the value
	 * @throws IllegalStateException if the client is not connected
	 */
	void sendJson(@Nullable Object value);

	/**
	 * Emits an event and waits for the server's answer: so the handler has run, and what
	 * it emits to this client has arrived before.
	 * @param event the event's name
	 * @param arguments its arguments, as for {@link #emit}
	 * @return the answer
	 * @throws AssertionError if none comes in time, or the client is disconnected
	 * @throws IllegalArgumentException if the name is reserved
	 * @throws IllegalStateException if the client is not connected
	 */
	Arguments call(String event, @Nullable Object... arguments);

	/**
	 * Emits an event, each time it is subscribed to, and tells the server's answer.
	 * @param event the event's name
	 * @param arguments its arguments, as for {@link #emit}
	 * @return the answer; an {@link AssertionError} if none comes in time or the client
	 * is disconnected, and an {@link IllegalStateException} if it is not connected
	 * @throws IllegalArgumentException if the name is reserved
	 */
	Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments);

	// Answering

	/**
	 * Answers the server wherever it emits an event with an acknowledgement. Replaces an
	 * earlier function for the event. Events that have none wait for
	 * {@link ReceivedEvent#answer}.
	 * @param event the event's name
	 * @param answer makes the answer from the arguments: {@code null} answers with
	 * nothing, an {@code Object[]} with several values. Called by the client's thread, so
	 * it must not wait
	 * @return this client
	 */
	SocketIOTestClient answer(String event, Function<Arguments, @Nullable Object> answer);

	// Receiving

	/**
	 * Returns all events: those that have arrived, and those that will. Does not change
	 * what {@link #await} and {@link #takeReceived()} find. Events are given on by the
	 * client's thread, earlier ones by the one that subscribes.
	 * @return the events in order; completes when the client is disconnected
	 */
	Flux<ReceivedEvent> received();

	/**
	 * Returns the events of one name, as {@link #received()} does.
	 * @param event the name
	 * @return the events in order; completes when the client is disconnected
	 */
	Flux<ReceivedEvent> received(String event);

	/**
	 * Waits for the next event of a name. Each event is returned once; others stay where
	 * they are.
	 * @param event the name
	 * @return the first such event that no earlier call has returned
	 * @throws AssertionError if none comes in time, or the client is disconnected
	 */
	ReceivedEvent await(String event);

	/**
	 * Waits for the next event that is as wanted. Each event is returned once; others
	 * stay where they are.
	 * @param wanted tells which event it is
	 * @return the first such event that no earlier call has returned
	 * @throws AssertionError if none comes in time, or the client is disconnected
	 */
	ReceivedEvent await(Predicate<ReceivedEvent> wanted);

	/**
	 * Takes the events that no earlier call has returned, after it has
	 * {@linkplain #settle() waited} until all has arrived.
	 * @return the events in order, may be empty
	 * @throws AssertionError if handlers still run when the time is up
	 */
	List<ReceivedEvent> takeReceived();

	/**
	 * Waits until the server has taken what this and all other clients of the application
	 * context have sent, plain handlers have run, and what they emitted has arrived. What
	 * is asynchronous, such as a {@code Mono} that waits for something, or what runs on
	 * threads of the application, is not waited for.
	 * @return this client
	 * @throws AssertionError if handlers still run when the time is up
	 */
	SocketIOTestClient settle();

	// Ending

	/**
	 * Leaves the namespace, and tells the server. If the client is in no other that it
	 * has asked for, its connection ends, as real clients have it.
	 */
	void disconnect();

	/**
	 * Waits until the server has disconnected this client, or the connection has ended.
	 * @return the reason, as the clients' libraries call it: {@code "io server
	 * disconnect"}, {@code "io client disconnect"} or {@code "transport close"}
	 * @throws AssertionError if the client is still connected when the time is up
	 */
	String awaitDisconnect();

	/**
	 * Tells when this client is disconnected, whoever ends it.
	 * @return the reason, as {@link #awaitDisconnect()} returns it
	 */
	Mono<String> disconnected();

	// The connection

	/**
	 * Joins one more namespace on the same connection, and waits for the answer.
	 * @param namespace the name
	 * @return the client in that namespace; the one there is, if it has joined before
	 * @throws ConnectErrorException if the server refuses
	 * @throws AssertionError if it does not answer in time
	 * @throws IllegalStateException if the connection has ended
	 */
	default SocketIOTestClient join(String namespace) {
		return join(namespace, null);
	}

	/**
	 * Joins one more namespace on the same connection, and waits for the answer.
	 * @param namespace the name
	 * @param auth the credentials, as for {@link Builder#auth(Object)}
	 * @return the client in that namespace; the one there is, if it has joined before
	 * @throws ConnectErrorException if the server refuses
	 * @throws AssertionError if it does not answer in time
	 * @throws IllegalStateException if the connection has ended
	 */
	SocketIOTestClient join(String namespace, @Nullable Object auth);

	/**
	 * Stops reading, as a client on a slow network does, or starts again. What the server
	 * emits meanwhile waits at its side; volatile events are dropped there.
	 * @param reading whether to read
	 */
	void reading(boolean reading);

	/**
	 * Answers the server's heartbeats, as it does from the beginning, or keeps silent, so
	 * that the server gives the client up when {@code socketio.ping-timeout} is over.
	 * @param answering whether to answer
	 */
	void heartbeats(boolean answering);

	/**
	 * Loses the network: the connection ends without a word, in all its namespaces.
	 */
	void drop();

	/**
	 * Connects again, on a new connection, to this client's namespace, as real clients do
	 * that have lost theirs; an open one is lost first. Where connection state recovery
	 * is on, the client asks for what it has missed.
	 * @return the client on the new connection
	 * @throws ConnectErrorException if the server refuses
	 * @throws AssertionError if it does not answer in time
	 */
	SocketIOTestClient reconnect();

	/**
	 * Tells whether the server has given this client back the state of the one that was
	 * {@linkplain #reconnect() connected} before.
	 * @return {@code true} if it has: id, rooms, data, and the events that were missed
	 */
	boolean recovered();

	/**
	 * Closes the connection, in all its namespaces. Clients that a test leaves open are
	 * closed when it is over.
	 */
	@Override
	void close();

	/**
	 * Connects clients. Immutable: each method returns another builder, so one can be
	 * shared by all tests.
	 */
	interface Builder {

		/**
		 * Chooses the generation of the client.
		 * @param revision the generation; by default that of socket.io-client 3.x and 4.x
		 * @return a new builder
		 */
		Builder revision(Revision revision);

		/**
		 * Gives credentials for the namespace that is joined.
		 * @param auth an object, such as a map or a record. Clients before 3.x send its
		 * properties as the query of the namespace, and have none for the root namespace
		 * @return a new builder
		 */
		Builder auth(Object auth);

		/**
		 * Adds a query parameter to the first request.
		 * @param name the name, not encoded
		 * @param values its values, not encoded
		 * @return a new builder
		 */
		Builder query(String name, String... values);

		/**
		 * Sets a header of the first request. {@code Origin} is checked as that of a page
		 * in a browser; the server's own host is {@code localhost}.
		 * @param name the name
		 * @param values its values
		 * @return a new builder
		 */
		Builder header(String name, String... values);

		/**
		 * Says who the client is, as if the application's security had found out. Where
		 * Spring Security guards the application it must be an {@code Authentication},
		 * and is what the security context holds when the filters begin; with another
		 * one, connecting is an {@code IllegalArgumentException}.
		 * @param principal the user
		 * @return a new builder
		 */
		Builder principal(Principal principal);

		/**
		 * Changes the first request as Spring Security's test support does it for
		 * {@code WebTestClient}, for example with {@code mockUser()} or {@code mockJwt()}
		 * of {@code SecurityMockServerConfigurers}.
		 * @param configurer what changes it
		 * @return a new builder
		 */
		Builder mutateWith(MockServerConfigurer configurer);

		/**
		 * Sets the client's address.
		 * @param address the address; {@code 127.0.0.1} by default
		 * @return a new builder
		 */
		Builder remoteAddress(InetSocketAddress address);

		/**
		 * Chooses how long methods wait.
		 * @param timeout the time, 5 seconds by default
		 * @return a new builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		Builder timeout(Duration timeout);

		/**
		 * Connects a client to the root namespace, and waits until it has joined.
		 * @return the client
		 * @throws ConnectErrorException if the server refuses
		 * @throws AssertionError if it does not answer in time
		 */
		default SocketIOTestClient connect() {
			return connect("/");
		}

		/**
		 * Connects a client to a namespace, on a connection of its own, and waits until
		 * it has joined.
		 * @param namespace the name
		 * @return the client
		 * @throws ConnectErrorException if the server refuses
		 * @throws AssertionError if it does not answer in time
		 */
		SocketIOTestClient connect(String namespace);

	}

}
