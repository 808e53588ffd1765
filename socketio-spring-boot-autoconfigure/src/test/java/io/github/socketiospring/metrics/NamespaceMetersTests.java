package io.github.socketiospring.metrics;

import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamespaceMeters}.
 */
class NamespaceMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final NamespaceWatch meters = new ServerMeters(this.registry, 3, () -> 0).namespace("/n");

	private double count(String meter, String event) {
		FunctionCounter counter = this.registry.find(meter).tag("event", event).functionCounter();
		return (counter != null) ? counter.count() : 0;
	}

	private void receive(String event) {
		EventWatch watch = this.meters.event(event);
		assertThat(watch).isNotNull();
		watch.arrived();
	}

	@Test
	void anEventMayHaveTheNameOfThoseThatNobodyTakes() {
		receive("unknown");
		this.meters.unhandled();
		assertThat(count("socketio.events.received", "unknown")).isEqualTo(2);
	}

	@Test
	void anEventMayHaveTheNameOfThoseBeyondTheBound() {
		for (String event : new String[] { "other", "a", "b", "c", "other" }) {
			this.meters.emitted(event, 1);
		}
		assertThat(count("socketio.events.sent", "other")).isEqualTo(3);
		assertThat(count("socketio.events.sent", "b")).isEqualTo(1);
	}

	/** What an application emits may have the name that a client has sent. */
	@Test
	void longNamesAreNotKept() {
		String longest = "x".repeat(256);
		this.meters.emitted(longest, 1);
		this.meters.emitted(longest + "x", 2);
		receive(longest + "y");
		assertThat(count("socketio.events.sent", longest)).isEqualTo(1);
		assertThat(count("socketio.events.sent", "other")).isEqualTo(2);
		assertThat(count("socketio.events.received", "other")).isEqualTo(1);
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().toString()).hasSizeLessThan(500));
	}

}
