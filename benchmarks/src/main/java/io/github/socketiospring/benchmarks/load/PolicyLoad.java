package io.github.socketiospring.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.benchmarks.PolicyRequests;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for the Flash socket policy. Latencies are not measured.
 */
public final class PolicyLoad implements Load {

	private final PolicyRequests requests;

	private final Thread thread = new Thread(this::exchange, "policy-requests");

	private final AtomicLong operations = new AtomicLong();

	private volatile boolean running = true;

	private volatile @Nullable IOException failure;

	/**
	 * Creates a load.
	 * @param port the server's port
	 */
	public PolicyLoad(int port) {
		this.requests = new PolicyRequests(port);
	}

	@Override
	public void open() {
		// Each request has its own connection.
	}

	@Override
	public void start() {
		this.thread.start();
	}

	private void exchange() {
		try {
			while (this.running) {
				this.requests.exchange();
				this.operations.addAndGet(PolicyRequests.SIMULTANEOUS);
			}
		}
		catch (IOException ex) {
			this.failure = ex;
		}
	}

	@Override
	public void reset() {
		this.operations.set(0);
	}

	@Override
	public LoadCount count() {
		IOException cause = this.failure;
		if (cause != null) {
			throw new LoadException("Policy requests failed", cause);
		}
		return new LoadCount(this.operations.get(), 0, 0, 0);
	}

	@Override
	public void stop() {
		close();
		count();
	}

	@Override
	public void close() {
		this.running = false;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
