package io.github.socketiospring.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The table of the transports an engine offers, and of what a session may move to from
 * each. Immutable.
 */
public final class Transports {

	/** HTTP long-polling, by XHR, fetch or JSONP. */
	public static final Transport POLLING = new Transport("polling", List.of("websocket"), RequestRule.PLAIN);

	/** A WebSocket (RFC 6455). */
	public static final Transport WEBSOCKET = new Transport("websocket", List.of(), RequestRule.UPGRADE);

	/** What Engine.IO has, the preferred last. */
	public static final Transports ENGINE_IO = of(POLLING, WEBSOCKET);

	private final Map<String, Transport> rows = new LinkedHashMap<>();

	private Transports(Collection<Transport> offered) {
		Assert.notEmpty(offered, "at least one transport must be offered");
		for (Transport row : offered) {
			Assert.isNull(this.rows.put(row.name(), row), () -> "two transports are called " + row.name());
		}
		// What is not offered can be no upgrade.
		this.rows.replaceAll((name, row) -> reachable(row));
	}

	private Transport reachable(Transport row) {
		List<String> upgrades = row.upgradesTo().stream().filter(this.rows::containsKey).toList();
		return (upgrades.size() == row.upgradesTo().size()) ? row : new Transport(row.name(), upgrades, row.rule());
	}

	/**
	 * Returns a table.
	 * @param offered its rows, at least one, of different names
	 * @return the table
	 */
	public static Transports of(Transport... offered) {
		return new Transports(Arrays.asList(offered));
	}

	/**
	 * Returns a table.
	 * @param offered its rows, at least one, of different names
	 * @return the table
	 */
	public static Transports of(Collection<Transport> offered) {
		return new Transports(offered);
	}

	/**
	 * Finds a transport.
	 * @param name what clients call it, may be {@code null}
	 * @return the transport, or {@code null} if none of that name is offered
	 */
	@Nullable Transport find(@Nullable String name) {
		return (name != null) ? this.rows.get(name) : null;
	}

	/**
	 * Returns what a session may move to.
	 * @param name the name of the transport that carries it, of this table or not
	 * @return the names of other transports on offer, may be empty
	 */
	List<String> upgradesOf(String name) {
		Transport row = this.rows.get(name);
		return (row != null) ? row.upgradesTo() : List.of();
	}

	/**
	 * Returns the names of all transports on offer.
	 * @return the names, in the order of the rows
	 */
	public List<String> names() {
		return List.copyOf(this.rows.keySet());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Transports table && this.rows.equals(table.rows);
	}

	@Override
	public int hashCode() {
		return this.rows.hashCode();
	}

	@Override
	public String toString() {
		return "Transports" + this.rows.keySet();
	}

}
