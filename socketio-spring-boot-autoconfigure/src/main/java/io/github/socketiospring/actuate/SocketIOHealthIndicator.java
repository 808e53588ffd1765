package io.github.socketiospring.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.AdapterHealth;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether this server reaches the other servers of its cluster. Down does not mean
 * that it serves nobody: its own clients go on.
 */
public final class SocketIOHealthIndicator extends AbstractHealthIndicator {

	/** Applications may have thousands of namespaces, for one reason to be down. */
	private static final int MAX_DETAILS = 10;

	private final Supplier<Map<String, AdapterHealth>> adapters;

	/**
	 * Creates an indicator.
	 * @param adapters returns the health of each namespace's adapter
	 */
	public SocketIOHealthIndicator(Supplier<Map<String, AdapterHealth>> adapters) {
		super("The adapters' health cannot be told");
		this.adapters = adapters;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, String> down = new TreeMap<>();
		String description = "none";
		for (Map.Entry<String, AdapterHealth> adapter : this.adapters.get().entrySet()) {
			if (adapter.getValue().up()) {
				description = adapter.getValue().description();
			}
			else {
				down.put(adapter.getKey(), adapter.getValue().description());
			}
		}
		if (down.isEmpty()) {
			builder.up().withDetail("adapter", description);
			return;
		}
		builder.down().withDetail("namespacesDown", down.size());
		down.entrySet()
			.stream()
			.limit(MAX_DETAILS)
			.forEach((each) -> builder.withDetail(each.getKey(), each.getValue()));
	}

}
