package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;

import static io.github.socketiospring.adapter.FaultKit.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client, and what it has received: nothing twice, and what each server emits in order.
 */
public final class FaultListener implements AutoCloseable {

	private final SocketIoClient client;

	private final Set<String> received = new LinkedHashSet<>();

	public FaultListener(FaultMember member) {
		this.client = new SocketIoClient(new WebSocketWire(member.server()));
		this.client.open();
		this.client.join("/");
		await().until(() -> !member.server().io().sockets().isEmpty());
	}

	private void take() {
		String name = this.client.next().name();
		assertThat(this.received.add(name)).as("%s has come once", name).isTrue();
	}

	/** Waits for an event. */
	public void until(String name) {
		while (!this.received.contains(name)) {
			take();
		}
	}

	public void until(FaultMember from, int number) {
		until(from.name() + "-" + number);
	}

	/**
	 * Waits for an event while time passes: a server may wait in doubt whether others
	 * have it.
	 */
	public void untilSure(FaultMember from, int number) {
		String name = from.name() + "-" + number;
		await().until(() -> {
			from.server().letPass(Duration.ofMillis(100));
			return names().contains(name);
		});
	}

	/** The names of all that has been received until now. */
	public Set<String> names() {
		while (this.client.waiting() > 0) {
			take();
		}
		return this.received;
	}

	/** The numbers of a server's events, none twice, in order. */
	public List<Integer> numbersOf(FaultMember from) {
		String prefix = from.name() + "-";
		List<Integer> numbers = names().stream()
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> Integer.valueOf(name.substring(prefix.length())))
			.toList();
		assertThat(numbers).isSorted();
		return numbers;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
