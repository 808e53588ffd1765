package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.JsonPacketFormat;
import io.github.socketiospring.codec.socketio.MsgpackPacketFormat;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Transport;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.engine.legacy.LegacyOptions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.server.ServerOptions;
import io.github.socketiospring.server.recovery.RecoveryMode;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into each layer's options, and refuses values that cannot work.
 */
final class OptionsMapper {

	private static final int ATTACHMENT_FACTOR = 4;

	/** An empty array or object, and a comma. */
	private static final int JSON_CONTAINER_LENGTH = 3;

	private static final long MIN_BUFFERED_BYTES = 16 * 1024;

	private static final long MAX_BUFFERED_BYTES = 1 << 30;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[\\w.~!$&'()+,=:@-]+)+/?");

	private final SocketIOProperties properties;

	OptionsMapper(SocketIOProperties properties) {
		this.properties = properties;
	}

	/**
	 * Returns the path without a slash at its end.
	 */
	String path() {
		String path = this.properties.path();
		if (!PATH.matcher(path).matches()) {
			throw PropertyChecks.invalid("path", path,
					"A path begins with a slash and has no wildcards, such as /socket.io");
		}
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	boolean servesEio3() {
		return this.properties.eio3().enabled();
	}

	boolean servesLegacy() {
		return this.properties.legacy().enabled();
	}

	/**
	 * Names the clients that are served, and their transports.
	 */
	String clients() {
		String current = (servesEio3() ? "1.x to 4.x" : "3.x and 4.x") + " (" + String.join(", ", transports().names())
				+ ")";
		return servesLegacy() ? current + " and 0.7 to 0.9 (" + names(legacyTransports()) + ")" : current;
	}

	/** Names the transports of each revision that is served, the latest first. */
	Map<String, List<String>> transportsByRevision() {
		List<String> current = List.copyOf(transports().names());
		Map<String, List<String>> names = new LinkedHashMap<>();
		names.put(Revision.EIO4.name(), current);
		if (servesEio3()) {
			names.put(Revision.EIO3.name(), current);
		}
		if (servesLegacy()) {
			names.put(Revision.V1.name(), legacyTransports().stream().map(LegacyTransport::wireName).toList());
		}
		return names;
	}

	/** Tells whether any clients are to have WebSockets. */
	boolean servesWebSockets() {
		return transports().names().contains(Transports.WEBSOCKET.name())
				|| (servesLegacy() && legacyTransports().contains(LegacyTransport.WEBSOCKET));
	}

	private static String names(Collection<LegacyTransport> transports) {
		return transports.stream().map(LegacyTransport::wireName).collect(Collectors.joining(", "));
	}

	private Transports transports() {
		Set<SocketIOProperties.Transport> transports = this.properties.transports();
		if (transports.isEmpty()) {
			throw PropertyChecks.invalid("transports", "",
					"Name at least one of: " + String.join(", ", Transports.ENGINE_IO.names()));
		}
		return Transports.of(transports.stream().map(OptionsMapper::transport).toList());
	}

	private static Transport transport(SocketIOProperties.Transport transport) {
		return switch (transport) {
			case POLLING -> Transports.POLLING;
			case WEBSOCKET -> Transports.WEBSOCKET;
		};
	}

	private List<LegacyTransport> legacyTransports() {
		Set<SocketIOProperties.LegacyTransport> transports = this.properties.legacy().transports();
		if (transports.isEmpty()) {
			throw PropertyChecks.invalid("legacy.transports", "",
					"Name at least one of: " + names(LegacyTransport.ALL));
		}
		return transports.stream().map(OptionsMapper::transport).toList();
	}

	private static LegacyTransport transport(SocketIOProperties.LegacyTransport transport) {
		return switch (transport) {
			case WEBSOCKET -> LegacyTransport.WEBSOCKET;
			case FLASHSOCKET -> LegacyTransport.FLASHSOCKET;
			case HTMLFILE -> LegacyTransport.HTMLFILE;
			case XHR_MULTIPART -> LegacyTransport.XHR_MULTIPART;
			case XHR_POLLING -> LegacyTransport.XHR_POLLING;
			case JSONP_POLLING -> LegacyTransport.JSONP_POLLING;
		};
	}

	LegacyOptions legacy() {
		SocketIOProperties.Legacy legacy = this.properties.legacy();
		return new LegacyOptions(legacyTransports(),
				PropertyChecks.positive("legacy.heartbeat-interval", legacy.heartbeatInterval()),
				longer("legacy.heartbeat-timeout", legacy.heartbeatTimeout(), "legacy.heartbeat-interval",
						legacy.heartbeatInterval()),
				longer("legacy.close-timeout", legacy.closeTimeout(), "legacy.polling-duration",
						legacy.pollingDuration()),
				PropertyChecks.positive("legacy.polling-duration", legacy.pollingDuration()));
	}

	/** Clients give up when they hear nothing for the longer time. */
	private static Duration longer(String key, Duration value, String shorterKey, Duration shorter) {
		if (PropertyChecks.positive(key, value).compareTo(shorter) <= 0) {
			throw PropertyChecks.invalid(key, PropertyChecks.text(value),
					"It must be longer than socketio." + shorterKey + ", which is " + PropertyChecks.text(shorter)
							+ ": clients disconnect when they hear nothing for this time");
		}
		return value;
	}

	EngineOptions engine() {
		SocketIOProperties.Limits limits = this.properties.limits();
		return new EngineOptions(transports(), this.properties.allowUpgrades(),
				PropertyChecks.positive("ping-interval", this.properties.pingInterval()),
				PropertyChecks.positive("ping-timeout", this.properties.pingTimeout()),
				PropertyChecks.positive("upgrade-timeout", this.properties.upgradeTimeout()), CLOSE_TIMEOUT,
				maxMessageSize(),
				PropertyChecks.atLeast(1, "limits.max-packets-per-payload", limits.maxPacketsPerPayload()),
				PropertyChecks.atLeast(1, "limits.max-packets-per-poll", limits.maxPacketsPerPoll()),
				maxBufferedBytes(), PropertyChecks.atLeast(0, "limits.max-sessions", limits.maxSessions()),
				PropertyChecks.atLeast(0, "limits.max-sessions-per-address", limits.maxSessionsPerAddress()));
	}

	ServerOptions server(Duration requestTimeout) {
		SocketIOProperties.Limits limits = this.properties.limits();
		DecoderLimits decoder = new DecoderLimits(
				PropertyChecks.atLeast(0, "max-attachments", this.properties.maxAttachments()),
				(long) ATTACHMENT_FACTOR * maxMessageSize(),
				PropertyChecks.atLeast(1, "limits.max-name-length", limits.maxNameLength()));
		return new ServerOptions(PropertyChecks.positive("connect-timeout", this.properties.connectTimeout()),
				ackTimeout(), requestTimeout, decoder,
				PropertyChecks.atLeast(1, "limits.max-namespaces-per-connection", limits.maxNamespacesPerConnection()),
				PropertyChecks.atLeast(0, "limits.max-connections-per-user", limits.maxConnectionsPerUser()),
				PropertyChecks.atLeast(1, "limits.max-rooms-per-socket", limits.maxRoomsPerSocket()),
				PropertyChecks.atLeast(1, "limits.max-pending-acks", limits.maxPendingAcks()),
				PropertyChecks.atLeast(1, "limits.max-pending-events", limits.maxPendingEvents()),
				this.properties.cleanupEmptyChildNamespaces(),
				PropertyChecks.atLeast(1, "limits.max-child-namespaces", limits.maxChildNamespaces()), recovery());
	}

	private RecoveryMode recovery() {
		SocketIOProperties.ConnectionStateRecovery recovery = this.properties.connectionStateRecovery();
		if (!recovery.enabled()) {
			return RecoveryMode.OFF;
		}
		return recovery.skipMiddlewares() ? RecoveryMode.SKIPPING_INTERCEPTORS : RecoveryMode.ASKING_INTERCEPTORS;
	}

	/**
	 * Returns how much is remembered of clients that are away, checked even if that is
	 * nothing.
	 */
	RecoveryLimits recoveryLimits() {
		SocketIOProperties.ConnectionStateRecovery recovery = this.properties.connectionStateRecovery();
		return new RecoveryLimits(
				PropertyChecks.positive("connection-state-recovery.max-disconnection-duration",
						recovery.maxDisconnectionDuration()),
				this.properties.pingInterval().plus(this.properties.pingTimeout()),
				PropertyChecks.atLeast(1, "connection-state-recovery.max-sessions", recovery.maxSessions()),
				PropertyChecks.atLeast(1, "connection-state-recovery.max-events", recovery.maxEvents()),
				PropertyChecks.size("connection-state-recovery.max-bytes", recovery.maxBytes()),
				this.properties.limits().maxRoomsPerSocket());
	}

	boolean recovers() {
		return this.properties.connectionStateRecovery().enabled();
	}

	private @Nullable Duration ackTimeout() {
		Duration timeout = this.properties.ackTimeout();
		return (timeout != null) ? PropertyChecks.positive("ack-timeout", timeout) : null;
	}

	PacketFormat packetFormat(JsonCodec json) {
		return switch (this.properties.parser()) {
			case JSON -> new JsonPacketFormat(json);
			case MSGPACK ->
				new MsgpackPacketFormat(new MsgpackCodec(json, Math.max(1, maxMessageSize() / JSON_CONTAINER_LENGTH)));
		};
	}

	JsonLimits json() {
		SocketIOProperties.Limits limits = this.properties.limits();
		return new JsonLimits(PropertyChecks.atLeast(2, "limits.max-json-depth", limits.maxJsonDepth()),
				PropertyChecks.atLeast(1, "limits.max-number-length", limits.maxNumberLength()));
	}

	WebSocketOptions webSocket() {
		SocketIOProperties.Limits limits = this.properties.limits();
		return new WebSocketOptions(maxMessageSize(),
				PropertyChecks.atLeast(1, "limits.max-fragments", limits.maxFragments()),
				PropertyChecks.atLeast(1, "limits.max-pending-pongs", limits.maxPendingPongs()),
				new DeflateMapper(this.properties.perMessageDeflate()).options());
	}

	Duration handlerShutdownTimeout() {
		return PropertyChecks.notNegative("handlers.shutdown-timeout", this.properties.handlers().shutdownTimeout());
	}

	int maxHandlerThreads() {
		return PropertyChecks.atLeast(1, "handlers.max-threads", this.properties.handlers().maxThreads());
	}

	int maxJobsPerSocket() {
		return PropertyChecks.atLeast(1, "limits.max-jobs-per-socket", this.properties.limits().maxJobsPerSocket());
	}

	/**
	 * One message alone always fits, so a smaller value would only end connections whose
	 * clients are as fast as can be.
	 */
	private long maxBufferedBytes() {
		DataSize value = this.properties.maxBufferedBytes();
		if (value.toBytes() < MIN_BUFFERED_BYTES || value.toBytes() > MAX_BUFFERED_BYTES) {
			throw PropertyChecks.invalid("max-buffered-bytes", value,
					"The size is between 16KB and 1GB: with less, clients would be disconnected that read as fast as "
							+ "they can");
		}
		return value.toBytes();
	}

	private int maxMessageSize() {
		return (int) PropertyChecks.size("max-http-buffer-size", this.properties.maxHttpBufferSize());
	}

}
