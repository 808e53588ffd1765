package io.github.socketiospring.adapter.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.KillArgs;
import org.jspecify.annotations.Nullable;

/**
 * A connection of this server in the list of a server of Redis.
 *
 * @param id its number, which another server of Redis may have given to somebody else
 * @param address where it comes from, as Redis sees it
 */
record ClientEntry(long id, String address) {

	private static final Pattern PATTERN = Pattern.compile("id=(\\d{1,18}) addr=(\\S+) .*", Pattern.DOTALL);

	/**
	 * Reads what Redis tells of the connection that asks.
	 * @param info the answer to {@code CLIENT INFO}
	 * @return the entry, or {@code null} if it is none
	 */
	static @Nullable ClientEntry parse(@Nullable String info) {
		Matcher matcher = PATTERN.matcher((info != null) ? info : "");
		return matcher.matches() ? new ClientEntry(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
	}

	/** What has Redis end the connection, if it still has it. */
	KillArgs toKill() {
		return KillArgs.Builder.id(this.id).addr(this.address);
	}

}
