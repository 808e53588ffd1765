package io.github.socketiospring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Adds to an application's information which clients its Socket.IO server takes, and
 * where.
 */
public final class SocketIOInfoContributor implements InfoContributor {

	private final Map<String, Object> details = new LinkedHashMap<>();

	/**
	 * Creates a contributor.
	 * @param serverId what other servers call this one
	 * @param path the path below which clients connect
	 * @param transports the transports of each revision that is served
	 */
	public SocketIOInfoContributor(String serverId, String path, Map<String, List<String>> transports) {
		String version = getClass().getPackage().getImplementationVersion();
		if (version != null) {
			this.details.put("version", version);
		}
		this.details.put("serverId", serverId);
		this.details.put("path", path);
		this.details.put("transports", transports);
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("socketio", this.details);
	}

}
