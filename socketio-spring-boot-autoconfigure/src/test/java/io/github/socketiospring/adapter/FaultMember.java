package io.github.socketiospring.adapter;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.testkit.TestServer;

/**
 * A server of a cluster that emits numbered events. Its time is virtual.
 */
public final class FaultMember implements AutoCloseable {

	private final String name;

	private final TestServer server;

	private final AdapterCounters counters;

	private final Runnable closing;

	private final AtomicInteger emitted = new AtomicInteger();

	/**
	 * Starts a server.
	 * @param name what its events begin with
	 * @param factory makes its adapters
	 * @param counters of the adapters
	 * @param closing what is done when it has stopped
	 * @param properties of the server
	 */
	public FaultMember(String name, AdapterFactory factory, AdapterCounters counters, Runnable closing,
			String... properties) {
		this.name = name;
		this.counters = counters;
		this.closing = closing;
		this.server = TestServer.builder()
			.properties(properties)
			.bean(AdapterFactory.class, factory)
			.virtualTime()
			.start();
	}

	public String name() {
		return this.name;
	}

	public TestServer server() {
		return this.server;
	}

	public AdapterCounters counters() {
		return this.counters;
	}

	/** How many events there were. */
	public int emitted() {
		return this.emitted.get();
	}

	public boolean isUp() {
		return ((DefaultSocketIOServer) this.server.io()).health().get("/").up();
	}

	/**
	 * Emits the next event to all clients.
	 * @param arguments of the event
	 * @return its number
	 */
	public int emit(Object... arguments) {
		int number = this.emitted.incrementAndGet();
		this.server.io().emit(this.name + "-" + number, arguments);
		return number;
	}

	/** Emits as many events. */
	public int emit(int count) {
		for (int i = 1; i < count; i++) {
			emit();
		}
		return emit();
	}

	@Override
	public void close() {
		this.server.close();
		this.closing.run();
	}

}
