package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which Netty's leak detector reported a buffer that was never
 * released. Registered for the whole module by {@code META-INF/services}; a leak found
 * late fails the next class.
 */
public final class LeakDetection implements AfterAllCallback {

	private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

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
		List<String> leaks = detect();
		if (!leaks.isEmpty()) {
			throw new AssertionError("Netty reports " + leaks.size() + " leaks, the first is " + leaks.get(0));
		}
	}

	/** The detector looks at what was collected when the next buffer is made. */
	static List<String> detect() {
		for (int i = 0; i < ROUNDS; i++) {
			System.gc();
			ByteBuf pooled = PooledByteBufAllocator.DEFAULT.buffer(1);
			pooled.release();
		}
		List<String> leaks = new ArrayList<>();
		for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
			leaks.add(leak);
		}
		return leaks;
	}

	private static final class Recorder<T> extends ResourceLeakDetector<T> {

		Recorder(Class<T> resource, int samplingInterval) {
			super(resource, samplingInterval);
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

}
