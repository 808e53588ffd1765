package io.github.socketiospring.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.JobDecorator;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Jobs}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JobsTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<String> log = new ArrayList<>();

	private final Owner owner = new Owner();

	private final Jobs jobs = jobs(this.tasks::add);

	private static Jobs jobs(Executor executor, JobDecorator... decorators) {
		return new Jobs(new Workers(executor, 100, Duration.ZERO), 3, List.of(decorators));
	}

	/** A connection, so that failures are logged. */
	private static final class Owner implements JobOwner {

		private boolean gone;

		private ContextView context = Context.of("user", "ada");

		@Override
		public boolean hasGone() {
			return this.gone;
		}

		@Override
		public ContextView context() {
			return this.context;
		}

		@Override
		public String toString() {
			return "the owner";
		}

	}

	private void runAll() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void aBlockingJobRunsOnAWorker() {
		Disposable job = this.jobs.spawn(this.owner, () -> this.log.add("ran"));
		assertThat(this.log).isEmpty();
		assertThat(job.isDisposed()).isFalse();
		runAll();
		assertThat(this.log).containsExactly("ran");
		assertThat(job.isDisposed()).isTrue();
	}

	@Test
	void aReactiveJobIsSubscribedToAtOnceWithTheContextOfItsOwner() {
		Sinks.Empty<Void> end = Sinks.empty();
		Disposable job = this.jobs.spawn(this.owner, Mono.deferContextual((context) -> {
			this.log.add(context.get("user"));
			return end.asMono();
		}));
		assertThat(this.log).containsExactly("ada");
		assertThat(job.isDisposed()).isFalse();
		end.tryEmitEmpty();
		assertThat(job.isDisposed()).isTrue();
	}

	@Test
	void aBlockingJobHasTheThreadLocalsOfItsOwner() {
		SecurityContext ada = new SecurityContextImpl(new TestingAuthenticationToken("ada", "secret"));
		this.owner.context = Context.of(SecurityContext.class.getName(), ada);
		this.jobs.spawn(this.owner,
				() -> this.log.add(SecurityContextHolder.getContext().getAuthentication().getName()));
		runAll();
		assertThat(this.log).containsExactly("ada");
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void allValuesAreTaken() {
		this.jobs.spawn(this.owner, Flux.range(0, 1000).doOnNext((n) -> this.log.add("" + n)));
		assertThat(this.log).hasSize(1000);
	}

	@Test
	void whatHasNotBegunDoesNotRun() {
		Disposable job = this.jobs.spawn(this.owner, () -> this.log.add("ran"));
		job.dispose();
		assertThat(job.isDisposed()).isTrue();
		this.jobs.spawn(this.owner, () -> this.log.add("ran, too"));
		this.jobs.cancel(this.owner);
		runAll();
		assertThat(this.log).isEmpty();
	}

	@Test
	void whatRunsIsInterruptedAndItsFailureIsNobodysBusiness(CapturedOutput output) {
		Disposable[] job = new Disposable[1];
		job[0] = this.jobs.spawn(this.owner, () -> {
			job[0].dispose();
			this.log.add("interrupted " + Thread.currentThread().isInterrupted());
			throw new IllegalStateException("boom");
		});
		this.jobs.spawn(this.owner, () -> this.log.add("interrupted " + Thread.currentThread().isInterrupted()));
		runAll();
		assertThat(this.log).containsExactly("interrupted true", "interrupted false");
		assertThat(output).doesNotContain("boom");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aSubscriptionIsCancelled() {
		TestPublisher<Object> publisher = TestPublisher.create();
		Disposable job = this.jobs.spawn(this.owner, publisher);
		publisher.assertSubscribers(1);
		job.dispose();
		publisher.assertCancelled();
		TestPublisher<Object> other = TestPublisher.create();
		Disposable otherJob = this.jobs.spawn(this.owner, other);
		this.jobs.cancel(this.owner);
		other.assertCancelled();
		assertThat(otherJob.isDisposed()).isTrue();
	}

	@Test
	void aPublisherThatEndsItsOwnerWhileItIsSubscribedToIsCancelled() {
		TestPublisher<Object> publisher = TestPublisher.create();
		this.jobs.spawn(this.owner, Flux.defer(() -> {
			this.owner.gone = true;
			this.jobs.cancel(this.owner);
			return publisher;
		}));
		publisher.assertNoSubscribers();
	}

	@Test
	void whoHasGoneHasNoJobs() {
		this.owner.gone = true;
		TestPublisher<Object> publisher = TestPublisher.create();
		assertThat(this.jobs.spawn(this.owner, publisher).isDisposed()).isTrue();
		assertThat(this.jobs.spawn(this.owner, () -> this.log.add("ran")).isDisposed()).isTrue();
		publisher.assertWasNotSubscribed();
		runAll();
		assertThat(this.log).isEmpty();
	}

	@Test
	void jobsAreBounded() {
		Disposable first = this.jobs.spawn(this.owner, Mono.never());
		this.jobs.spawn(this.owner, Mono.never());
		this.jobs.spawn(this.owner, () -> this.log.add("ran"));
		TestPublisher<Object> publisher = TestPublisher.create();
		assertThatIllegalStateException().isThrownBy(() -> this.jobs.spawn(this.owner, publisher))
			.withMessageContaining("the owner runs 3 jobs")
			.withMessageContaining("socketio.limits.max-jobs-per-socket");
		publisher.assertWasNotSubscribed();
		assertThat(this.jobs.spawn(new Owner(), Mono.never()).isDisposed()).isFalse();
		first.dispose();
		this.jobs.spawn(this.owner, Mono.never());
		runAll();
		this.jobs.spawn(this.owner, Mono.never());
		assertThatIllegalStateException().isThrownBy(() -> this.jobs.spawn(this.owner, () -> {
		}));
		this.jobs.cancel(this.owner);
		for (int i = 0; i < 10; i++) {
			this.jobs.spawn(this.owner, Mono.empty());
		}
	}

	@Test
	void failuresAreLoggedOnce(CapturedOutput output) {
		this.jobs.spawn(this.owner, (Runnable) () -> {
			throw new IllegalStateException("blocking boom");
		});
		this.jobs.spawn(this.owner, () -> {
			throw new StackOverflowError("deep boom");
		});
		runAll();
		this.jobs.spawn(this.owner, Mono.error(new IllegalStateException("reactive boom")));
		Publisher<Object> broken = (subscriber) -> {
			throw new IllegalStateException("broken boom");
		};
		assertThat(this.jobs.spawn(this.owner, broken).isDisposed()).isTrue();
		assertThat(output.getOut()).contains("A job of the owner failed")
			.containsOnlyOnce("Exception: blocking boom")
			.containsOnlyOnce("StackOverflowError: deep boom")
			.containsOnlyOnce("Exception: reactive boom")
			.containsOnlyOnce("Exception: broken boom");
	}

	@Test
	void whatNoThreadTakesFails(CapturedOutput output) {
		Jobs busy = jobs((task) -> {
			throw new RejectedExecutionException("too busy");
		});
		Disposable job = busy.spawn(this.owner, () -> this.log.add("ran"));
		assertThat(job.isDisposed()).isTrue();
		assertThat(this.log).isEmpty();
		assertThat(output).contains("A job of the owner failed").contains("too busy");
	}

	@Test
	void whatNoThreadTakesAtTheEndIsDropped(CapturedOutput output) {
		Workers workers = new Workers(this.tasks::add, 100, Duration.ZERO);
		Jobs ending = new Jobs(workers, 3, List.of());
		Disposable waiting = ending.spawn(this.owner, () -> this.log.add("ran"));
		workers.close();
		Disposable late = ending.spawn(this.owner, () -> this.log.add("ran"));
		this.tasks.remove().run();
		assertThat(List.of(waiting, late)).allMatch(Disposable::isDisposed);
		assertThat(this.log).isEmpty();
		assertThat(output.getAll()).contains("Events and jobs dropped", ": 1").doesNotContain("ERROR");
	}

	@Test
	void decoratorsAreAroundJobs() {
		Jobs decorated = jobs(this.tasks::add, decorator("outer"), decorator("inner"), new JobDecorator() {
		});
		decorated.spawn(this.owner, () -> this.log.add("job"));
		runAll();
		assertThat(this.log).containsExactly("outer", "inner", "job", "inner end", "outer end");
		this.log.clear();
		decorated.spawn(this.owner, Mono.fromRunnable(() -> this.log.add("job")));
		assertThat(this.log).containsExactly("outer", "inner", "job", "inner end", "outer end");
	}

	private JobDecorator decorator(String name) {
		return new JobDecorator() {

			@Override
			public Runnable decorate(Runnable job, @Nullable Socket socket) {
				assertThat(socket).isNull();
				return () -> {
					JobsTests.this.log.add(name);
					job.run();
					JobsTests.this.log.add(name + " end");
				};
			}

			@Override
			public Publisher<?> decorate(Publisher<?> job, @Nullable Socket socket) {
				return Flux.from(job)
					.doFirst(() -> JobsTests.this.log.add(name))
					.doOnComplete(() -> JobsTests.this.log.add(name + " end"));
			}

		};
	}

	@Test
	void nothingIsKeptOfJobsThatHaveEnded() {
		AtomicInteger runs = new AtomicInteger();
		for (int i = 0; i < 1000; i++) {
			this.jobs.spawn(this.owner, runs::incrementAndGet);
			runAll();
			this.jobs.spawn(this.owner, Mono.fromRunnable(runs::incrementAndGet));
		}
		assertThat(runs).hasValue(2000);
		assertThat(this.jobs).extracting("running")
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
			.isEmpty();
	}

}
