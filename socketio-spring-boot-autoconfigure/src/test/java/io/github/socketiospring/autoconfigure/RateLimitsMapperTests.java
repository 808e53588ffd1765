package io.github.socketiospring.autoconfigure;

import java.util.Map;

import io.github.socketiospring.server.limit.RateLimits;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitsMapper}; what it refuses is a test of
 * {@link StartupFailureTests}.
 */
class RateLimitsMapperTests {

	private static RateLimits limits(Map<String, String> properties) {
		return new RateLimitsMapper(new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("socketio.rate-limits", SocketIORateLimitProperties.class)).rateLimits();
	}

	@Test
	void nothingIsLimitedByDefault() {
		assertThat(limits(Map.of())).isEqualTo(RateLimits.NONE);
	}

	@Test
	void eventsOfDifferentNamespacesAreDifferentWhateverTheirNames() {
		RateLimits limits = limits(Map.of("socketio.rate-limits.per-event[0].namespace", "a",
				"socketio.rate-limits.per-event[0].event", "b c", "socketio.rate-limits.per-event[0].events", "1",
				"socketio.rate-limits.per-event[1].namespace", "a b", "socketio.rate-limits.per-event[1].event", "c",
				"socketio.rate-limits.per-event[1].events", "2"));
		assertThat(limits.of("/a", "/a")).containsOnlyKeys("b c");
		assertThat(limits.of("/a b", "/a b")).containsOnlyKeys("c");
		assertThat(limits.of("/", "/")).isEmpty();
	}

}
