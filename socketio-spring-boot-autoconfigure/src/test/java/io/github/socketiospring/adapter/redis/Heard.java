package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that a subscriber has heard, as text.
 */
final class Heard implements RedisMessageListener {

	private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

	@Override
	public void message(byte[] channel, byte[] message) {
		this.messages.add(TestClients.text(message));
	}

	String next() throws InterruptedException {
		String message = this.messages.poll(30, TimeUnit.SECONDS);
		assertThat(message).isNotNull();
		return message;
	}

	/** Takes messages until one comes, and returns all with it. */
	List<String> until(String last) throws InterruptedException {
		List<String> all = new ArrayList<>();
		do {
			all.add(next());
		}
		while (!all.get(all.size() - 1).equals(last));
		return all;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(String::valueOf).toList();
	}

}
