package io.github.socketiospring.server.event;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.JobDecorator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * The jobs of all sockets and connections. Whoever has none takes no room here. Safe for
 * use by any thread.
 */
public final class Jobs {

	private static final Log logger = LogFactory.getLog(Jobs.class);

	private final Workers workers;

	private final int maxPerOwner;

	private final List<JobDecorator> decorators;

	private final Map<JobOwner, Set<Disposable>> running = new ConcurrentHashMap<>();

	/**
	 * Creates a place for jobs.
	 * @param workers runs those that may block
	 * @param maxPerOwner the most jobs of one owner at the same time
	 * @param decorators what is put around each job, the first outermost
	 */
	public Jobs(Workers workers, int maxPerOwner, List<JobDecorator> decorators) {
		this.workers = workers;
		this.maxPerOwner = maxPerOwner;
		this.decorators = List.copyOf(decorators);
	}

	/**
	 * Runs a job where handlers run that may block.
	 * @param owner what it ends with
	 * @param work the job
	 * @return cancels it; disposed already if it does not run because the owner has gone
	 * @throws IllegalStateException if the owner has too many jobs
	 */
	public Disposable spawn(JobOwner owner, Runnable work) {
		Runnable decorated = work;
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			decorated = this.decorators.get(i).decorate(decorated, owner.jobSocket());
		}
		BlockingJob job = new BlockingJob(owner, decorated);
		if (!add(owner, job)) {
			return Disposables.disposed();
		}
		try {
			this.workers.execute(job);
		}
		catch (RejectedExecutionException ex) {
			job.rejected(ex);
		}
		return job;
	}

	/**
	 * Subscribes to a job.
	 * @param owner what it ends with
	 * @param work the job
	 * @return cancels it; disposed already if it is not subscribed to because the owner
	 * has gone
	 * @throws IllegalStateException if the owner has too many jobs
	 */
	public Disposable spawn(JobOwner owner, Publisher<?> work) {
		Publisher<?> decorated = work;
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			decorated = this.decorators.get(i).decorate(decorated, owner.jobSocket());
		}
		ReactiveJob job = new ReactiveJob(owner);
		if (!add(owner, job)) {
			return Disposables.disposed();
		}
		try {
			watched(owner, decorated).subscribe(job);
		}
		catch (Throwable ex) {
			// A publisher must not throw; one that does has not ended the job.
			job.dispose();
			failed(owner, ex);
		}
		return job;
	}

	private static Publisher<?> watched(JobOwner owner, Publisher<?> work) throws Throwable {
		EventSocket socket = owner.jobSocket();
		if (socket == null) {
			return work;
		}
		Publisher<?> watched = socket.handlers().watches().callJob(call(socket), new EventTarget() {

			@Override
			public Publisher<?> handle(EventCall call) {
				return work;
			}

			@Override
			public @Nullable Publisher<?> failed(Throwable exception, EventCall call) {
				Jobs.failed(owner, exception);
				return null;
			}

		});
		return (watched != null) ? watched : work;
	}

	private static EventCall call(EventSocket socket) {
		return new EventCall(socket, EventCall.JOB, null, null, SocketEvents.NOT_REQUESTED);
	}

	/**
	 * Cancels all jobs of an owner.
	 * @param owner the owner
	 */
	public void cancel(JobOwner owner) {
		Set<Disposable> jobs = this.running.isEmpty() ? null : this.running.remove(owner);
		if (jobs != null) {
			// Nobody else has this set any more.
			jobs.forEach(Disposable::dispose);
		}
	}

	/**
	 * Notes a job.
	 * @return {@code false} if its owner has gone
	 */
	private boolean add(JobOwner owner, Disposable job) {
		if (!owner.hasGone()) {
			this.running.compute(owner, (key, jobs) -> with(key, jobs, job));
		}
		if (owner.hasGone()) {
			// Perhaps just now, and then it may not have seen this one.
			cancel(owner);
			if (logger.isDebugEnabled()) {
				logger.debug("A job does not run: " + owner + " has gone");
			}
			return false;
		}
		return true;
	}

	private Set<Disposable> with(JobOwner owner, @Nullable Set<Disposable> jobs, Disposable job) {
		Set<Disposable> all = (jobs != null) ? jobs : new HashSet<>(2);
		if (all.size() >= this.maxPerOwner) {
			owner.limited("max-jobs-per-socket");
			throw new IllegalStateException(owner + " runs " + this.maxPerOwner
					+ " jobs, and socketio.limits.max-jobs-per-socket allows no more");
		}
		all.add(job);
		return all;
	}

	private void ended(JobOwner owner, Disposable job) {
		this.running.computeIfPresent(owner, (key, jobs) -> {
			jobs.remove(job);
			return jobs.isEmpty() ? null : jobs;
		});
	}

	/** What is left is handled by itself: the job has ended. */
	private static void failed(JobOwner owner, Throwable exception) {
		if (exception instanceof EventFailedException) {
			return;
		}
		EventSocket socket = owner.jobSocket();
		if (socket == null) {
			logger.error("A job of " + owner + " failed", exception);
			return;
		}
		Publisher<?> handling = EventFailures.handleJob(call(socket), exception);
		if (handling != null) {
			Flux.from(handling).contextWrite(owner.context()).subscribe();
		}
	}

	/**
	 * A job on a thread that may block.
	 */
	private final class BlockingJob implements Disposable, WorkerTask, EventTarget {

		private final JobOwner owner;

		private final Runnable work;

		private @Nullable Thread thread;

		private boolean disposed;

		BlockingJob(JobOwner owner, Runnable work) {
			this.owner = owner;
			this.work = work;
		}

		@Override
		public void run() {
			if (!begin()) {
				return;
			}
			EventSocket socket = this.owner.jobSocket();
			try {
				if (socket != null) {
					socket.handlers().watches().callJob(call(socket), this);
				}
				else {
					work();
				}
			}
			catch (Throwable ex) {
				failed(ex);
			}
			end();
		}

		private void work() throws Throwable {
			ThreadLocals.call(this.owner.context(), () -> {
				this.work.run();
				return null;
			});
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) throws Throwable {
			work();
			return null;
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception, EventCall call) {
			failed(exception);
			return null;
		}

		private void failed(Throwable exception) {
			boolean cancelled = end();
			if (!cancelled) {
				Jobs.failed(this.owner, exception);
			}
			else if (!(exception instanceof EventFailedException)) {
				logger.debug("A job of " + this.owner + " was cancelled", exception);
			}
		}

		private synchronized boolean begin() {
			this.thread = this.disposed ? null : Thread.currentThread();
			return !this.disposed;
		}

		/** From now on the thread is not interrupted. */
		private boolean end() {
			boolean cancelled;
			synchronized (this) {
				cancelled = this.disposed;
				this.disposed = true;
				this.thread = null;
			}
			// It was for the job, and not for whoever handles its exception.
			Thread.interrupted();
			ended(this.owner, this);
			return cancelled;
		}

		@Override
		public void rejected(RejectedExecutionException reason) {
			if (end()) {
				return;
			}
			if (Jobs.this.workers.isClosed()) {
				Jobs.this.workers.dropped(1);
			}
			else {
				Jobs.failed(this.owner, reason);
			}
		}

		@Override
		public void dispose() {
			synchronized (this) {
				if (this.disposed) {
					return;
				}
				this.disposed = true;
				if (this.thread != null) {
					this.thread.interrupt();
				}
			}
			ended(this.owner, this);
		}

		@Override
		public synchronized boolean isDisposed() {
			return this.disposed;
		}

	}

	/**
	 * A job that holds no thread while it waits.
	 */
	private final class ReactiveJob extends BaseSubscriber<Object> {

		private final JobOwner owner;

		ReactiveJob(JobOwner owner) {
			this.owner = owner;
		}

		@Override
		public Context currentContext() {
			return Context.of(this.owner.context());
		}

		@Override
		protected void hookOnError(Throwable exception) {
			failed(this.owner, exception);
		}

		@Override
		protected void hookFinally(SignalType type) {
			ended(this.owner, this);
		}

	}

}
