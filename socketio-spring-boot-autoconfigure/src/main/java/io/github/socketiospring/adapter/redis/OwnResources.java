package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.resource.Transports;
import io.lettuce.core.tracing.Tracing;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * The application's resources of Lettuce, but with an event loop of our own. All
 * connections are on it, and commands are prepared there: otherwise each message would
 * have to wake one thread more. It keeps up with Redis, which has one thread, too.
 */
final class OwnResources implements ClientResources {

	/** A connection that is just being opened is closed as well then. */
	private static final int QUIET_MILLIS = 10;

	private final ClientResources application;

	private final boolean isApplications;

	private final EventLoopGroupProvider loops = new DefaultEventLoopGroupProvider(1, (pool) -> new LoopThreads());

	private final EventExecutor loop;

	private OwnResources(ClientResources application, boolean isApplications) {
		this.application = application;
		this.isApplications = isApplications;
		EventExecutorGroup group = this.loops.allocate(Transports.eventLoopGroupClass());
		this.loop = group.next();
	}

	/**
	 * Creates resources.
	 * @param application the application's own, which stay as they are
	 * @return new resources, to be {@linkplain #close closed}
	 */
	static OwnResources of(ClientResources application) {
		return new OwnResources(application, true);
	}

	/**
	 * Creates resources for an application that has none.
	 * @return new resources, to be {@linkplain #close closed}
	 */
	static OwnResources create() {
		return new OwnResources(ClientResources.create(), false);
	}

	/** Returns the event loop of all connections. */
	EventExecutor loop() {
		return this.loop;
	}

	/**
	 * Ends the event loop, and what the application has not brought.
	 * @param timeout how long that may take, each
	 */
	void close(Duration timeout) {
		shutdown(QUIET_MILLIS, QUIET_MILLIS + timeout.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
		if (!this.isApplications) {
			this.application.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
		}
	}

	@Override
	public EventLoopGroupProvider eventLoopGroupProvider() {
		return this.loops;
	}

	@Override
	public int ioThreadPoolSize() {
		return this.loops.threadPoolSize();
	}

	@Override
	public Future<Boolean> shutdown() {
		return shutdown(0, 2, TimeUnit.SECONDS);
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		return this.loops.shutdown(quietPeriod, timeout, unit);
	}

	// The application's

	@Override
	public Builder mutate() {
		return this.application.mutate();
	}

	@Override
	public AddressResolverGroup<?> addressResolverGroup() {
		return this.application.addressResolverGroup();
	}

	@Override
	public EventPublisherOptions commandLatencyPublisherOptions() {
		return this.application.commandLatencyPublisherOptions();
	}

	@Override
	public CommandLatencyRecorder commandLatencyRecorder() {
		return this.application.commandLatencyRecorder();
	}

	@Override
	public int computationThreadPoolSize() {
		return this.application.computationThreadPoolSize();
	}

	@Override
	public EventBus eventBus() {
		return this.application.eventBus();
	}

	@Override
	public EventExecutorGroup eventExecutorGroup() {
		return this.application.eventExecutorGroup();
	}

	@Override
	public NettyCustomizer nettyCustomizer() {
		return this.application.nettyCustomizer();
	}

	@Override
	public Delay reconnectDelay() {
		return this.application.reconnectDelay();
	}

	@Override
	public SocketAddressResolver socketAddressResolver() {
		return this.application.socketAddressResolver();
	}

	@Override
	public Timer timer() {
		return this.application.timer();
	}

	@Override
	public Tracing tracing() {
		return this.application.tracing();
	}

	/**
	 * Makes the thread of the event loop.
	 */
	private static final class LoopThreads extends DefaultThreadFactory {

		LoopThreads() {
			super("socketio-redis", true);
		}

		@Override
		protected Thread newThread(Runnable task, String name) {
			return new LoopThread(this.threadGroup, task, name);
		}

	}

	/**
	 * Whoever waits here for an answer of another server waits for ever: Reactor says so
	 * at once.
	 */
	private static final class LoopThread extends FastThreadLocalThread implements NonBlocking {

		LoopThread(@Nullable ThreadGroup group, Runnable task, String name) {
			super(group, task, name);
		}

	}

}
