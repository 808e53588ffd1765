package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;

/**
 * What the official admin page of Socket.IO may connect to.
 *
 * @param enabled Whether the admin page may connect.
 * @param namespace Namespace that the admin page connects to.
 * @param username User name of administrators; required.
 * @param password Encoded password of administrators, such as the $2a$… that bcrypt
 * makes; required. Any encoding of Spring Security that is slow to try, with its name in
 * braces in front, will do.
 * @param mode What the admin page is shown.
 * @param readOnly Whether administrators may only look. If not, they may emit events, and
 * have sockets join and leave rooms and disconnect.
 * @param serverId What the admin page calls this server; by default the name of the
 * machine with the number of the process.
 * @param statisticsInterval How often the admin page is shown numbers; it takes a server
 * for dead after 10 seconds.
 * @param maxEventsPerSecond Most events that the admin page is shown in a second in
 * development mode; further ones are counted.
 * @param ui The admin page itself, where this application serves it.
 */
@ConfigurationProperties("socketio.admin")
public record SocketIOAdminProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/admin") String namespace,
		@Nullable String username, @Nullable String password, @DefaultValue("production") Mode mode,
		@DefaultValue("true") boolean readOnly, @Nullable String serverId,
		@DefaultValue("2s") @DurationUnit(ChronoUnit.MILLIS) Duration statisticsInterval,
		@DefaultValue("500") int maxEventsPerSecond, @DefaultValue Ui ui) {

	/**
	 * What the admin page is shown.
	 */
	public enum Mode {

		/** Numbers, sockets, rooms, and events with their arguments. */
		DEVELOPMENT,

		/** Numbers only. */
		PRODUCTION

	}

	/**
	 * The admin page itself.
	 *
	 * @param location Directory with the page, which is ui/dist of npm's
	 * &#64;socket.io/admin-ui, such as file:/srv/admin-ui/; without it, the page is not
	 * served.
	 * @param path Path where the page is served.
	 */
	public record Ui(@Nullable Resource location, @DefaultValue("/socket.io-admin") String path) {
	}

	/** Without the password. */
	@Override
	public String toString() {
		return "SocketIOAdminProperties[enabled=" + this.enabled + ", namespace=" + this.namespace + ", mode="
				+ this.mode + ", readOnly=" + this.readOnly + "]";
	}

}
