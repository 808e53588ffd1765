package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory of servers in Redis: a key for each, which vanishes when its server does
 * not renew it, and a set of their ids. Plain commands about one key each, so that it may
 * be a cluster. Safe for use by any thread.
 */
final class RedisServerDirectory implements ServerDirectory {

	/** More than all the ids that a set may hold by accident are not asked for. */
	private static final int MAX_SERVERS = 10_000;

	private static final int MAX_VALUE = 1024;

	private static final int CONCURRENCY = 32;

	private final RedisPublisher redis;

	private final String prefix;

	private final byte[] ids;

	/**
	 * Creates a directory.
	 * @param redis sends the commands
	 * @param prefix the beginning of the names of keys
	 */
	RedisServerDirectory(RedisPublisher redis, String prefix) {
		this.redis = redis;
		this.prefix = prefix + "-server:";
		this.ids = bytes(prefix + "-servers");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private byte[] key(String id) {
		return bytes(this.prefix + id);
	}

	@Override
	public Mono<Void> announce(ServerRecord server, Duration validity) {
		byte[] id = bytes(server.id());
		byte[] value = bytes(server.address() + "\n" + server.key());
		// In this order: whoever finds the id looks for the rest.
		return mono(() -> this.redis.set(key(server.id()), value, validity))
			.then(mono(() -> this.redis.command(this.ids, this.ids.length + id.length,
					(commands) -> commands.sadd(this.ids, id))))
			.then();
	}

	@Override
	public Mono<Void> withdraw(ServerRecord server) {
		return mono(() -> this.redis.delete(key(server.id()))).then(remove(bytes(server.id())));
	}

	private Mono<Void> remove(byte[] id) {
		return mono(() -> this.redis.command(this.ids, this.ids.length + id.length,
				(commands) -> commands.srem(this.ids, id)))
			.then();
	}

	@Override
	public Flux<ServerRecord> servers() {
		return mono(() -> this.redis.command(this.ids, this.ids.length, (commands) -> commands.smembers(this.ids)))
			.flatMapIterable((found) -> found)
			.take(MAX_SERVERS)
			.flatMap(this::server, CONCURRENCY);
	}

	/** One that has vanished leaves its id behind; if it comes back, so does that. */
	private Mono<ServerRecord> server(byte[] id) {
		String name = new String(id, StandardCharsets.UTF_8);
		return mono(() -> this.redis.get(key(name))).flatMap((value) -> {
			if (value.isEmpty()) {
				return remove(id).onErrorComplete().then(Mono.empty());
			}
			return Mono.justOrEmpty(read(name, value.get()));
		});
	}

	private static Optional<ServerRecord> read(String id, byte[] value) {
		String[] parts = (value.length <= MAX_VALUE) ? new String(value, StandardCharsets.UTF_8).split("\n", 3)
				: new String[0];
		return (parts.length == 2) ? Optional.of(new ServerRecord(id, parts[0], parts[1])) : Optional.empty();
	}

	private static <T> Mono<T> mono(Supplier<CompletionStage<T>> command) {
		return Mono.fromCompletionStage(command);
	}

}
