package io.github.socketiospring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.AdapterHealth;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether this server reaches the other servers of its cluster, and whether it
 * takes new clients. Down does not mean that it serves nobody: its own clients go on.
 */
public final class SocketIOHealthIndicator extends AbstractHealthIndicator {

	/** Applications may have thousands of namespaces, for one reason to be down. */
	private static final int MAX_NAMES = 10;

	private final BooleanSupplier accepting;

	private final Supplier<Map<String, AdapterHealth>> adapters;

	/**
	 * Creates an indicator.
	 * @param accepting tells whether the server takes new clients
	 * @param adapters returns the health of each namespace's adapter
	 */
	public SocketIOHealthIndicator(BooleanSupplier accepting, Supplier<Map<String, AdapterHealth>> adapters) {
		super("The adapters' health cannot be told");
		this.accepting = accepting;
		this.adapters = adapters;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean accepts = this.accepting.getAsBoolean();
		builder.withDetail("accepting", accepts);
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
			builder.status(accepts ? Status.UP : Status.OUT_OF_SERVICE).withDetail("adapter", description);
			return;
		}
		builder.down().withDetail("namespacesDown", down.size()).withDetail("reasons", reasons(down));
	}

	/** Most often there is one connection for all namespaces, and one reason. */
	private static Map<String, List<String>> reasons(Map<String, String> down) {
		return down.entrySet()
			.stream()
			.collect(Collectors.groupingBy(Map.Entry::getValue, LinkedHashMap::new,
					Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
			.entrySet()
			.stream()
			.limit(MAX_NAMES)
			.collect(Collectors.toMap(Map.Entry::getKey, (reason) -> first(reason.getValue()), (one, other) -> one,
					LinkedHashMap::new));
	}

	private static List<String> first(List<String> names) {
		return (names.size() > MAX_NAMES) ? names.subList(0, MAX_NAMES) : names;
	}

}
