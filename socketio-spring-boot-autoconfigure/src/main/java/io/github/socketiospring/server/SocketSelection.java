package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Sockets of one namespace or of several: all of them, unless a subclass selects some.
 */
abstract class SocketSelection implements BroadcastOperator {

	static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Returns what the sockets are selected from.
	 */
	abstract BroadcastTarget target();

	Selection selection() {
		return Selection.ALL;
	}

	/**
	 * Returns how long answers are waited for; {@code null} for the default.
	 */
	@Nullable Duration timeout() {
		return null;
	}

	/**
	 * Tells whether connections that compress may compress what is emitted.
	 */
	boolean compresses() {
		return true;
	}

	private Duration ackTimeout() {
		Duration own = timeout();
		Duration configured = target().server().options().ackTimeout();
		return (own != null) ? own : (configured != null) ? configured : DEFAULT_TIMEOUT;
	}

	private Duration serverTimeout() {
		Duration own = timeout();
		return (own != null) ? own : target().server().options().requestTimeout();
	}

	static Duration positive(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0, "the time-out must be at least a millisecond");
		return timeout;
	}

	// Selecting

	@Override
	public final BroadcastOperator to(String... rooms) {
		Selection old = selection();
		return select(new Selection(old.socket(), union(old.rooms(), rooms), old.except(), old.local()));
	}

	@Override
	public final BroadcastOperator except(String... rooms) {
		Selection old = selection();
		return select(new Selection(old.socket(), old.rooms(), union(old.except(), rooms), old.local()));
	}

	@Override
	public final BroadcastOperator local() {
		Selection old = selection();
		return select(old.onThisServer());
	}

	@Override
	public final BroadcastOperator timeout(Duration timeout) {
		return new NamespaceBroadcast(target(), selection(), positive(timeout), compresses());
	}

	@Override
	public final BroadcastOperator compress(boolean compress) {
		return new NamespaceBroadcast(target(), selection(), timeout(), compress);
	}

	private BroadcastOperator select(Selection selection) {
		return new NamespaceBroadcast(target(), selection, timeout(), compresses());
	}

	private static Set<String> union(Set<String> set, String... more) {
		IdentityRoom.refuse(more);
		if (set.isEmpty() && more.length == 1) {
			return Set.of(more[0]);
		}
		Set<String> union = new HashSet<>(set);
		union.addAll(Arrays.asList(more));
		return Set.copyOf(union);
	}

	// Emitting

	@Override
	public final EmitResult emit(String event, @Nullable Object... arguments) {
		return broadcast(event, false, arguments);
	}

	@Override
	public final EmitResult volatileEmit(String event, @Nullable Object... arguments) {
		return broadcast(event, true, arguments);
	}

	private EmitResult broadcast(String event, boolean isVolatile, @Nullable Object... arguments) {
		BroadcastTarget target = target();
		EmittedEvents.checkEvent(event, target.server().eventNames());
		target.adapter()
			.send(new Command.Broadcast(selection(), event, target.payloads().payload(Payload.valuesOf(arguments)),
					isVolatile, compresses()));
		return EmitResult.HANDED_ON;
	}

	@Override
	public final Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... arguments) {
		return ask(false, event, arguments).list();
	}

	@Override
	public final Mono<List<Arguments>> volatileEmitWithAck(String event, @Nullable Object... arguments) {
		return ask(true, event, arguments).list();
	}

	@Override
	public final Flux<SocketAnswer> emitWithAckStream(String event, @Nullable Object... arguments) {
		return ask(false, event, arguments).stream();
	}

	private AckCollector.Question ask(boolean isVolatile, String event, @Nullable Object... arguments) {
		BroadcastTarget target = target();
		EmittedEvents.checkEvent(event, target.server().eventNames());
		Duration timeout = ackTimeout();
		return new AckCollector.Question(
				target.adapter()
					.request(new Request.BroadcastWithAck(selection(), event,
							target.payloads().payload(Payload.valuesOf(arguments)), isVolatile, compresses(), timeout)),
				"clients", timeout, target.server().timers(), (context) -> target.watches().asked(event, context));
	}

	// What is asked of sockets

	@Override
	public final Collection<Socket> sockets() {
		return List.copyOf(target().select(selection()));
	}

	@Override
	public final Mono<List<RemoteSocket>> fetchSockets() {
		BroadcastTarget target = target();
		return target.adapter()
			.request(new Request.FetchSockets(selection(), serverTimeout()))
			.<RemoteSocket>map((details) -> new FetchedSocket(target, details, null, true))
			.collectList()
			.map(List::copyOf);
	}

	@Override
	public final void socketsJoin(String... rooms) {
		target().adapter().send(new Command.Join(selection(), union(Set.of(), rooms)));
	}

	@Override
	public final void socketsLeave(String... rooms) {
		target().adapter().send(new Command.Leave(selection(), union(Set.of(), rooms)));
	}

	@Override
	public final void disconnectSockets(boolean closeConnection) {
		target().adapter().send(new Command.Disconnect(selection(), closeConnection));
	}

}
