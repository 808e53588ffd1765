package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of the connections to one server of Redis: once that it is away, and
 * once that it is back, however many connections there are. When one of them is lost, the
 * others are asked whether they are, too. Safe for use by any thread.
 */
final class LinkReports {

	private static final Log logger = LogFactory.getLog(LinkReports.class);

	private final Set<RedisLink<?>> links = new HashSet<>();

	private final Set<RedisLink<?>> lost = new HashSet<>();

	/** Those that have not answered since another was lost. */
	private final Set<RedisLink<?>> doubted = new HashSet<>();

	private @Nullable Instant since;

	private boolean everConnected;

	/** What the log says when all of them are there; it belongs to {@link #since}. */
	private String returned = "";

	/** A link begins to connect. */
	synchronized void started(RedisLink<?> link) {
		this.links.add(link);
	}

	/** A link has a connection, which may not last. */
	synchronized void opened() {
		this.everConnected = true;
	}

	/** A link is used no more. */
	synchronized void closed(RedisLink<?> link) {
		this.links.remove(link);
		this.lost.remove(link);
		this.doubted.remove(link);
	}

	/**
	 * A link has no connection any more, or still none.
	 * @param link the link
	 * @param message what the log says if nothing has been said yet
	 */
	synchronized void lost(RedisLink<?> link, String message) {
		if (this.since == null) {
			this.since = Instant.now();
			this.returned = this.everConnected ? "Connected to Redis again" : "Connected to Redis";
			logger.warn(message);
		}
		this.doubted.remove(link);
		if (this.lost.add(link)) {
			for (RedisLink<?> other : this.links) {
				if (!this.lost.contains(other) && other.connection() != null && this.doubted.add(other)) {
					other.doubt();
				}
			}
		}
	}

	/** Redis has answered a link that was connected all the time. */
	synchronized void answered(RedisLink<?> link) {
		if (this.doubted.remove(link)) {
			reportReturn();
		}
	}

	/** A link has a connection again, which Redis has not taken away at once. */
	synchronized void settled(RedisLink<?> link) {
		if (this.lost.remove(link)) {
			reportReturn();
		}
	}

	private void reportReturn() {
		Instant before = this.since;
		if (before != null && this.lost.isEmpty() && this.doubted.isEmpty()) {
			this.since = null;
			logger.info(this.returned + ", after " + Duration.between(before, Instant.now()).toMillis() + " ms");
		}
	}

}
