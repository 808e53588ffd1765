package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The guard itself has to work: without it a leak would only be a line in the log.
 */
class LeakDetectionTests {

	@Test
	void findsALeak() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		PooledByteBufAllocator.DEFAULT.buffer(16);
		List<String> leaks = new ArrayList<>();
		await().until(() -> leaks.addAll(LeakDetection.detect()));
		assertThat(leaks.get(0)).contains("ByteBuf");
	}

}
