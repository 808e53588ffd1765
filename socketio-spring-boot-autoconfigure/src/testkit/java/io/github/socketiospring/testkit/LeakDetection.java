package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/**
 * Fails a test class during which Netty's leak detector reported a buffer that was never
 * released. Registered for the whole module by {@code META-INF/services}; a leak found
 * late fails the next class.
 * <p>
 * Leaks show when the garbage is collected, which takes longer than most test classes. So
 * it is done only after those that leave buffers open: a leak, or what a connection still
 * holds. It is done once more after the last class.
 */
public final class LeakDetection implements AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakDetection.class);

	private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

	/** The buffers that nobody has released yet. */
	private static final Set<OpenBuffer<?>> OPEN = ConcurrentHashMap.newKeySet();

	private static final int ROUNDS = 2;

	static {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
			@Override
			@SuppressWarnings("deprecation")
			public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
					long maxActive) {
				return new Recorder<>(resource, samplingInterval);
			}
		});
	}

	@Override
	public void afterAll(ExtensionContext context) {
		context.getRoot().getStore(NAMESPACE).computeIfAbsent(LastCheck.class);
		failIfAny(anyMayBeLost() ? detect() : reported());
	}

	private static void failIfAny(List<String> leaks) {
		if (!leaks.isEmpty()) {
			throw new AssertionError("Netty reports " + leaks.size() + " leaks, the first is " + leaks.get(0));
		}
	}

	/** What has been open for a while is in use: constants, and those of open servers. */
	static boolean anyMayBeLost() {
		return OPEN.stream().anyMatch((buffer) -> !buffer.inUse);
	}

	/** The detector looks at what was collected when the next buffer is made. */
	static List<String> detect() {
		List<OpenBuffer<?>> before = List.copyOf(OPEN);
		for (int i = 0; i < ROUNDS; i++) {
			System.gc();
			ByteBuf pooled = PooledByteBufAllocator.DEFAULT.buffer(1);
			pooled.release();
		}
		before.forEach((buffer) -> buffer.inUse = true);
		return reported();
	}

	private static List<String> reported() {
		List<String> leaks = new ArrayList<>();
		for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
			leaks.add(leak);
		}
		return leaks;
	}

	/** After the last class. */
	static final class LastCheck implements AutoCloseable {

		@Override
		public void close() {
			failIfAny(detect());
		}

	}

	private static final class Recorder<T> extends ResourceLeakDetector<T> {

		Recorder(Class<T> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		@Override
		public @Nullable ResourceLeakTracker<T> track(T resource) {
			return opened(super.track(resource));
		}

		@Override
		public @Nullable ResourceLeakTracker<T> trackForcibly(T resource) {
			return opened(super.trackForcibly(resource));
		}

		private @Nullable ResourceLeakTracker<T> opened(@Nullable ResourceLeakTracker<T> tracker) {
			if (tracker == null) {
				return null;
			}
			OpenBuffer<T> buffer = new OpenBuffer<>(tracker);
			OPEN.add(buffer);
			return buffer;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			LEAKS.add(resourceType + records);
			super.reportTracedLeak(resourceType, records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			LEAKS.add(resourceType);
			super.reportUntracedLeak(resourceType);
		}

	}

	private static final class OpenBuffer<T> implements ResourceLeakTracker<T> {

		private final ResourceLeakTracker<T> tracker;

		/** Whether it was there when the garbage was collected. */
		private volatile boolean inUse;

		OpenBuffer(ResourceLeakTracker<T> tracker) {
			this.tracker = tracker;
		}

		@Override
		public void record() {
			this.tracker.record();
		}

		@Override
		public void record(Object hint) {
			this.tracker.record(hint);
		}

		@Override
		public boolean close(T resource) {
			OPEN.remove(this);
			return this.tracker.close(resource);
		}

		@Override
		public @Nullable Throwable getCloseStackTraceIfAny() {
			return this.tracker.getCloseStackTraceIfAny();
		}

	}

}
