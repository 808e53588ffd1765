package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.github.socketiospring.adapter.redis.RefusedException.Reason;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.netty.util.concurrent.EventExecutor;

/**
 * Counts the subscribers of channels: each server of Redis knows its own only.
 *
 * @param executor where commands are sent
 * @param routes the servers
 * @param sending sends a command to one of them
 */
record SubscriberCounts(EventExecutor executor, CommandRoutes routes, BiConsumer<Sending<?>, CommandLink> sending) {

	/**
	 * Asks all servers that can be reached.
	 * @param payload the size of the channel's name, in bytes
	 * @param command asks one of them
	 * @return the sum
	 */
	CompletionStage<Long> count(long payload,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<Map<byte[], Long>>> command) {
		CompletableFuture<Long> result = new CompletableFuture<>();
		try {
			this.executor.execute(() -> {
				List<CompletableFuture<Long>> counts = new ArrayList<>();
				for (CommandLink link : this.routes.all()) {
					if (link.isConnected()) {
						counts.add(ask(link, payload, command));
					}
				}
				sum(counts, result);
			});
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(new RefusedException(Reason.CLOSED));
		}
		return result;
	}

	private CompletableFuture<Long> ask(CommandLink link, long payload,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<Map<byte[], Long>>> command) {
		Sending<Map<byte[], Long>> question = new Sending<>(Sending.NO_SLOT, payload, false, command);
		this.sending.accept(question, link);
		link.flush();
		return question.thenApply((each) -> each.values().stream().mapToLong(Long::longValue).sum());
	}

	/** A server that has just gone has no subscribers any more. */
	private static void sum(List<CompletableFuture<Long>> counts, CompletableFuture<Long> result) {
		if (counts.isEmpty()) {
			result.completeExceptionally(new RefusedException(Reason.DISCONNECTED));
			return;
		}
		CompletableFuture.allOf(counts.toArray(CompletableFuture<?>[]::new)).whenComplete((done, error) -> {
			List<CompletableFuture<Long>> answered = counts.stream()
				.filter((each) -> !each.isCompletedExceptionally())
				.toList();
			if (answered.isEmpty() && error != null) {
				result.completeExceptionally((error.getCause() != null) ? error.getCause() : error);
			}
			else {
				result.complete(answered.stream().mapToLong(CompletableFuture::join).sum());
			}
		});
	}

}
