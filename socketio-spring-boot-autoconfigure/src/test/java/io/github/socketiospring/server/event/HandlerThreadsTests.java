package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlerThreads}.
 */
@Timeout(120)
class HandlerThreadsTests {

	private final HandlerThreads executor = new HandlerThreads();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void shutDown() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	private Thread run(Runnable action) throws Exception {
		CompletableFuture<Thread> done = new CompletableFuture<>();
		this.executor.execute(() -> {
			action.run();
			done.complete(Thread.currentThread());
		});
		return done.get(60, TimeUnit.SECONDS);
	}

	/** Blocks a thread until the test lets it go on, or it is interrupted. */
	private void block() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void eachTaskGetsAThreadAtOnce() throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		CountDownLatch running = new CountDownLatch(50);
		for (int i = 0; i < 50; i++) {
			this.executor.execute(() -> {
				threads.add(Thread.currentThread());
				running.countDown();
				block();
			});
		}
		assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(threads).hasSize(50)
			.allMatch((thread) -> thread.getName().startsWith("socketio-handler-"))
			.noneMatch(Thread::isDaemon);
		this.release.countDown();
	}

	@Test
	void idleThreadsAreUsedAgainAndLeaveInTheEnd() throws Exception {
		Thread first = run(() -> {
		});
		await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
		assertThat(run(() -> {
		})).isSameAs(first);
		this.executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		await().until(() -> this.executor.getPoolSize() == 0);
	}

	@Test
	void threadsInheritNothingFromWhoSubmits() throws Exception {
		InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		List<Object> seen = Collections.synchronizedList(new ArrayList<>());
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread submitter = new Thread(() -> {
			local.set("secret");
			try {
				run(() -> {
					seen.add(String.valueOf(local.get()));
					seen.add(Thread.currentThread().getContextClassLoader());
				});
				done.complete(null);
			}
			catch (Exception ex) {
				done.completeExceptionally(ex);
			}
		});
		submitter.setContextClassLoader(null);
		submitter.setDaemon(true);
		submitter.start();
		done.get(60, TimeUnit.SECONDS);
		assertThat(seen).containsExactly("null", loader);
	}

	@Test
	void itsEndInterruptsWhatRunsAndRefusesWhatComes() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CountDownLatch running = new CountDownLatch(1);
		this.executor.execute(() -> {
			running.countDown();
			block();
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
		this.executor.shutdownNow();
		assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
	}

}
