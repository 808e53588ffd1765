package io.github.socketiospring.adapter.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.AdapterHealth;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Knows which connections there are, and logs it once when they are lost and once when
 * all of them are back. Safe for use by any thread.
 */
final class LinkStates {

	private static final Log logger = LogFactory.getLog(LinkStates.class);

	/** Why each of the links has no connection. */
	private final Map<String, String> down = new LinkedHashMap<>();

	private Instant since = Instant.now();

	private boolean logged;

	private volatile AdapterHealth health = new AdapterHealth(false, "not connected to PostgreSQL yet");

	/** A link begins to connect. */
	synchronized void starting(String link) {
		this.down.put(link, "not connected yet");
		update();
	}

	synchronized void up(String link) {
		if (this.down.remove(link) == null) {
			return;
		}
		if (this.down.isEmpty() && this.logged) {
			this.logged = false;
			logger.info("Connected to PostgreSQL again, after " + Duration.between(this.since, Instant.now()).toMillis()
					+ " ms");
		}
		update();
	}

	synchronized void down(String link, String reason) {
		if (this.down.isEmpty()) {
			this.since = Instant.now();
		}
		this.down.put(link, reason);
		if (!this.logged) {
			this.logged = true;
			logger.warn("No connection to PostgreSQL to " + link + ": " + reason
					+ ". Other servers are not reached; it is tried again until it succeeds");
		}
		update();
	}

	private void update() {
		this.health = this.down.isEmpty() ? new AdapterHealth(true, "PostgreSQL")
				: new AdapterHealth(false, "no connection to PostgreSQL since " + this.since + ": " + reasons());
	}

	private String reasons() {
		return this.down.entrySet()
			.stream()
			.map((link) -> "to " + link.getKey() + ", " + link.getValue())
			.collect(Collectors.joining("; "));
	}

	/** Returns what is known now. Never blocks. */
	AdapterHealth health() {
		return this.health;
	}

}
