package io.github.socketiospring.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the Socket.IO server.
 *
 * @param enabled Whether to serve Socket.IO clients.
 * @param path Path below which clients connect.
 * @param addTrailingSlash Whether clients add a slash to the path. If not, the path alone
 * is served as well, for clients with "addTrailingSlash: false".
 * @param transports Transports on offer.
 * @param allowUpgrades Whether a connection that began with polling may move to a
 * WebSocket.
 * @param pingInterval How long a connection rests between heartbeats.
 * @param pingTimeout How long a client may take to answer a heartbeat.
 * @param upgradeTimeout How long a client may take to complete an upgrade.
 * @param connectTimeout How long a connection may stay without joining a namespace.
 * @param ackTimeout How long acknowledgements are waited for by code that sets no
 * time-out; without it, 10s after a broadcast, else as long as the socket is connected.
 * @param cleanupEmptyChildNamespaces Whether a namespace whose name a client has chosen
 * is removed when its last client has left.
 * @param maxHttpBufferSize Largest message or request body accepted from a client.
 * @param maxAttachments Most binary attachments in one packet from a client.
 * @param parser Format of packets, the same for all clients 1.x to 4.x; clients need the
 * parser of that name.
 * @param maxBufferedBytes Most data queued for one client, at least 16KB; a client that
 * reads more slowly is disconnected.
 * @param serveClient Whether to serve the browser client below the path, as socket.io.js
 * and its variants.
 * @param eio3 Clients that speak Engine.IO 3.
 * @param legacy Clients that speak Socket.IO protocol 1.
 * @param httpCompression Compression of polling responses.
 * @param perMessageDeflate Compression of WebSocket messages.
 * @param connectionStateRecovery Sockets that outlive a lost connection.
 * @param cookie Cookie that names the connection, for load balancers.
 * @param cors Other origins that may use the server; without any, browsers only connect
 * from pages of this server.
 * @param httpTimeouts Time-outs of HTTP connections of the whole web server.
 * @param handlers Execution of event handlers.
 * @param shutdown How clients are let go when the application ends.
 * @param limits Bounds on what one client can make the server do.
 * @param observations Observations of handlers and acknowledgements, which a tracer makes
 * spans of.
 * @param security Connections of users that Spring Security knows.
 * @param metrics Meters of the server, if the application has a registry of meters.
 * @param policyServer Flash socket policies, for clients that connect through the Flash
 * player.
 */
@ConfigurationProperties("socketio")
public record SocketIOProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/socket.io") String path,
		@DefaultValue("true") boolean addTrailingSlash, @DefaultValue( {
				"polling", "websocket" }) Set<Transport> transports,
		@DefaultValue("true") boolean allowUpgrades,
		@DefaultValue("25s") @DurationUnit(ChronoUnit.MILLIS) Duration pingInterval,
		@DefaultValue("20s") @DurationUnit(ChronoUnit.MILLIS) Duration pingTimeout,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.MILLIS) Duration upgradeTimeout,
		@DefaultValue("45s") @DurationUnit(ChronoUnit.MILLIS) Duration connectTimeout,
		@Nullable @DurationUnit(ChronoUnit.MILLIS) Duration ackTimeout,
		@DefaultValue("true") boolean cleanupEmptyChildNamespaces, @DefaultValue("1000000B") DataSize maxHttpBufferSize,
		@DefaultValue("10") int maxAttachments, @DefaultValue("json") Parser parser,
		@DefaultValue("4000000B") DataSize maxBufferedBytes, @DefaultValue("true") boolean serveClient,
		@DefaultValue Eio3 eio3, @DefaultValue Legacy legacy, @DefaultValue HttpCompression httpCompression,
		@DefaultValue PerMessageDeflate perMessageDeflate,
		@DefaultValue ConnectionStateRecovery connectionStateRecovery, @DefaultValue Cookie cookie,
		@DefaultValue Cors cors, @DefaultValue HttpTimeouts httpTimeouts, @DefaultValue Handlers handlers,
		@DefaultValue Shutdown shutdown, @DefaultValue Limits limits, @DefaultValue Observations observations,
		@DefaultValue Security security, @DefaultValue Metrics metrics, @DefaultValue PolicyServer policyServer){

	/**
	 * The formats of packets.
	 */
	public enum Parser {

		/** What clients speak by themselves: JSON, with binary data beside it. */
		JSON,

		/** MessagePack, for clients with socket.io-msgpack-parser. */
		MSGPACK

	}

	/**
	 * The transports of clients 1.x to 4.x.
	 */
	public enum Transport {

		/** HTTP long-polling. */
		POLLING,

		/** A WebSocket. */
		WEBSOCKET

	}

	/**
	 * The transports of clients 0.7 to 0.9.
	 */
	public enum LegacyTransport {

		/** A WebSocket. */
		WEBSOCKET,

		/** A WebSocket of the Flash player. */
		FLASHSOCKET,

		/** A page that never ends, for old Internet Explorers. */
		HTMLFILE,

		/** An answer of many parts, for old Firefoxes. */
		XHR_MULTIPART,

		/** HTTP long-polling by XHR. */
		XHR_POLLING,

		/** HTTP long-polling by scripts and forms. */
		JSONP_POLLING

	}

	/**
	 * Clients that speak Engine.IO 3: socket.io-client 1.x and 2.x.
	 *
	 * @param enabled Whether to serve clients of socket.io-client 1.x and 2.x.
	 */
	public record Eio3(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Clients that speak Socket.IO protocol 1: socket.io-client 0.7 to 0.9.
	 *
	 * @param enabled Whether to serve clients of socket.io-client 0.7 to 0.9.
	 * @param transports Transports on offer, the preferred first.
	 * @param heartbeatInterval Time between heartbeats on connections that stay open.
	 * @param heartbeatTimeout Time a client may be silent from the first heartbeat it
	 * does not answer.
	 * @param closeTimeout Time a client without a connection has to come back.
	 * @param pollingDuration Time a poll waits for packets.
	 */
	public record Legacy(@DefaultValue("true") boolean enabled, @DefaultValue( {
			"websocket", "flashsocket", "htmlfile", "xhr-multipart", "xhr-polling",
			"jsonp-polling" }) Set<LegacyTransport> transports,
			@DefaultValue("25s") @DurationUnit(ChronoUnit.MILLIS) Duration heartbeatInterval,
			@DefaultValue("60s") @DurationUnit(ChronoUnit.MILLIS) Duration heartbeatTimeout,
			@DefaultValue("60s") @DurationUnit(ChronoUnit.MILLIS) Duration closeTimeout,
			@DefaultValue("20s") @DurationUnit(ChronoUnit.MILLIS) Duration pollingDuration){
	}

	/**
	 * Compression of polling responses.
	 *
	 * @param enabled Whether responses are compressed for clients that accept it.
	 * @param threshold Smallest response that is compressed.
	 */
	public record HttpCompression(@DefaultValue("true") boolean enabled, @DefaultValue("1024B") DataSize threshold) {
	}

	/**
	 * Compression of WebSocket messages (permessage-deflate).
	 *
	 * @param enabled Whether compression is offered to clients; costs memory for each
	 * connection.
	 * @param threshold Smallest message that is compressed.
	 * @param level How hard to compress, from 0 (not at all) to 9.
	 * @param serverNoContextTakeover Whether the server compresses each message by
	 * itself, even if a client does not ask for that.
	 * @param clientNoContextTakeover Whether clients are told to compress each message by
	 * itself.
	 * @param serverMaxWindowBits How far back the server refers when it compresses, as a
	 * power of two, from 9 to 15; below 15, com.jcraft:jzlib must be on the class path.
	 * @param clientMaxWindowBits How far back clients may refer when they compress, as a
	 * power of two, from 9 to 15; below 15, clients that cannot be told are not
	 * compressed.
	 */
	public record PerMessageDeflate(@DefaultValue("false") boolean enabled, @DefaultValue("1024B") DataSize threshold,
			@DefaultValue("6") int level, @DefaultValue("false") boolean serverNoContextTakeover,
			@DefaultValue("false") boolean clientNoContextTakeover, @DefaultValue("15") int serverMaxWindowBits,
			@DefaultValue("15") int clientMaxWindowBits) {
	}

	/**
	 * Sockets that outlive a lost connection, for clients 4.6 and later.
	 *
	 * @param enabled Whether a client that comes back gets its socket, and the events it
	 * has missed.
	 * @param maxDisconnectionDuration How long a client may be away.
	 * @param skipMiddlewares Whether connect interceptors are not asked when a client
	 * comes back.
	 * @param maxSessions Most clients of one namespace that are remembered while they are
	 * away.
	 * @param maxEvents Most events of one namespace that are remembered.
	 * @param maxBytes Most memory for the arguments of these events, for each namespace.
	 */
	public record ConnectionStateRecovery(@DefaultValue("false") boolean enabled,
			@DefaultValue("2m") @DurationUnit(ChronoUnit.MILLIS) Duration maxDisconnectionDuration,
			@DefaultValue("true") boolean skipMiddlewares, @DefaultValue("10000") int maxSessions,
			@DefaultValue("100000") int maxEvents, @DefaultValue("32000000B") DataSize maxBytes) {
	}

	/**
	 * Cookie that names the connection.
	 *
	 * @param enabled Whether to set the cookie.
	 * @param name Name of the cookie.
	 * @param path Path of the cookie.
	 * @param domain Domain whose hosts all get the cookie; without it, only the host that
	 * sets it.
	 * @param httpOnly Whether scripts cannot see the cookie.
	 * @param secure Whether the cookie travels by TLS only.
	 * @param sameSite SameSite attribute of the cookie.
	 * @param maxAge How long browsers keep the cookie, in seconds if no unit is given;
	 * without it, until they are closed.
	 * @param expires When browsers drop the cookie, such as 2030-01-01T00:00:00Z, if
	 * there is no max-age.
	 * @param partitioned Whether browsers keep a cookie of its own for each site that
	 * embeds this one (CHIPS).
	 */
	public record Cookie(@DefaultValue("false") boolean enabled, @DefaultValue("io") String name,
			@DefaultValue("/") String path, @Nullable String domain, @DefaultValue("true") boolean httpOnly,
			@DefaultValue("false") boolean secure, @DefaultValue("lax") SameSite sameSite,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge, @Nullable Instant expires,
			@DefaultValue("false") boolean partitioned) {
	}

	/**
	 * Other origins that may use the server.
	 *
	 * @param allowedOrigins Origins that may connect, such as https://example.org; * for
	 * all.
	 * @param allowedOriginPatterns Patterns of origins that may connect, such as
	 * https://*.example.org.
	 * @param allowedMethods HTTP methods that other origins may use.
	 * @param allowedHeaders Request headers that other origins may send; * for all.
	 * @param exposedHeaders Response headers that other origins may read.
	 * @param allowCredentials Whether other origins may send cookies.
	 * @param maxAge How long browsers may remember the answer to a preflight request.
	 */
	public record Cors(@DefaultValue List<String> allowedOrigins, @DefaultValue List<String> allowedOriginPatterns,
			@DefaultValue( {
					"GET", "HEAD", "POST" }) List<String> allowedMethods,
			@DefaultValue("*") List<String> allowedHeaders, @DefaultValue List<String> exposedHeaders,
			@Nullable Boolean allowCredentials, @DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge){
	}

	/**
	 * Time-outs of HTTP connections, for all requests to the web server.
	 *
	 * @param enabled Whether slow and idle connections are closed.
	 * @param requestHead How long the head of a request may take.
	 * @param idle How long a connection may stay open between requests;
	 * server.netty.idle-timeout takes precedence.
	 */
	public record HttpTimeouts(@DefaultValue("true") boolean enabled,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.MILLIS) Duration requestHead,
			@DefaultValue("60s") @DurationUnit(ChronoUnit.MILLIS) Duration idle) {
	}

	/**
	 * Execution of event handlers.
	 *
	 * @param execution Where handlers run that do not say so themselves.
	 * @param maxThreads Most threads that run blocking handlers at the same time; not
	 * used with virtual threads.
	 * @param shutdownTimeout How long shutdown waits for handlers that are running.
	 * @param answerErrors Whether a client that waits for an acknowledgement gets an
	 * object with the name and message of the error, if nothing handles its event, the
	 * arguments do not fit, it is not allowed, or the handler fails. If not, nobody
	 * answers it.
	 * @param mdc Whether logs of handlers know the socket, the namespace and the event,
	 * as socketio.socket, socketio.namespace and socketio.event of the logging context.
	 */
	public record Handlers(@DefaultValue("auto") HandlerExecution execution, @DefaultValue("256") int maxThreads,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.MILLIS) Duration shutdownTimeout,
			@DefaultValue("false") boolean answerErrors, @DefaultValue("false") boolean mdc) {
	}

	/**
	 * How clients are let go when the application ends.
	 *
	 * @param drain Time over which clients are disconnected one after the other, so that
	 * they do not all come back elsewhere in the same second; without it, all are
	 * disconnected at once. Together with "socketio.handlers.shutdown-timeout" no longer
	 * than "spring.lifecycle.timeout-per-shutdown-phase".
	 */
	public record Shutdown(@DefaultValue("0s") @DurationUnit(ChronoUnit.MILLIS) Duration drain) {
	}

	/**
	 * Where handlers run that do not say so themselves.
	 */
	public enum HandlerExecution {

		/** Reactive handlers run on the event loop, others where they may block. */
		AUTO,

		/** All handlers run on the event loop and must not block. */
		EVENT_LOOP

	}

	/**
	 * Bounds on what one client can make the server do.
	 *
	 * @param maxPacketsPerPayload Most packets in one polling request; more close the
	 * connection.
	 * @param maxPacketsPerPoll Most packets in one polling response, the rest goes with
	 * the next; Python's client takes no more than 16.
	 * @param maxPendingEvents Most events of one socket that wait for their handler;
	 * beyond it, the connection is not read.
	 * @param maxPendingAcks Most acknowledgements one socket may owe; the oldest fails.
	 * @param maxRoomsPerSocket Most rooms one socket may join.
	 * @param maxJobsPerSocket Most jobs of one socket, or of one connection, at the same
	 * time.
	 * @param maxNamespacesPerConnection Most namespaces one client may join.
	 * @param maxChildNamespaces Most namespaces whose names clients have chosen, of all
	 * clients together.
	 * @param maxSessions Most connections of all clients together, on each server; 0 for
	 * no limit.
	 * @param maxSessionsPerAddress Most connections from one client address, or from one
	 * IPv6 network of 64 bits; 0 for no limit.
	 * @param maxConnectionsPerUser Most connections whose client has joined a namespace
	 * as the same user, on each server; 0 for no limit.
	 * @param maxNameLength Most characters of an event name or a namespace name.
	 * @param maxJsonDepth Deepest nesting of JSON arrays and objects, in both directions.
	 * @param maxNumberLength Most characters of one JSON number.
	 * @param maxFragments Most frames of one WebSocket message.
	 * @param maxPendingPongs Most pongs that wait for a client that does not read.
	 */
	public record Limits(@DefaultValue("1000") int maxPacketsPerPayload, @DefaultValue("16") int maxPacketsPerPoll,
			@DefaultValue("1000") int maxPendingEvents, @DefaultValue("1000") int maxPendingAcks,
			@DefaultValue("1000") int maxRoomsPerSocket, @DefaultValue("100") int maxJobsPerSocket,
			@DefaultValue("100") int maxNamespacesPerConnection, @DefaultValue("10000") int maxChildNamespaces,
			@DefaultValue("0") int maxSessions, @DefaultValue("0") int maxSessionsPerAddress,
			@DefaultValue("0") int maxConnectionsPerUser, @DefaultValue("256") int maxNameLength,
			@DefaultValue("100") int maxJsonDepth, @DefaultValue("1000") int maxNumberLength,
			@DefaultValue("1024") int maxFragments, @DefaultValue("60") int maxPendingPongs) {
	}

	/**
	 * Observations of handlers and acknowledgements, which a tracer makes spans of.
	 *
	 * @param enabled Whether they are observed; without it, if the application has a
	 * tracer.
	 */
	public record Observations(@Nullable Boolean enabled) {
	}

	/**
	 * Connections of users that Spring Security knows.
	 *
	 * @param disconnectExpired Whether a socket ends when its user's credentials do, such
	 * as a JWT.
	 * @param disconnectLoggedOut Whether a connection ends when the web session does that
	 * its user was known by.
	 * @param ignoreCsrf Whether Spring Security's protection against CSRF leaves the
	 * requests of Socket.IO alone, whose origins the server checks itself; servlet
	 * applications only.
	 */
	public record Security(@DefaultValue("true") boolean disconnectExpired,
			@DefaultValue("true") boolean disconnectLoggedOut, @DefaultValue("true") boolean ignoreCsrf) {
	}

	/**
	 * Meters of the server, if the application has a registry of meters.
	 *
	 * @param enabled Whether there are meters.
	 * @param maxEventNames Most names of events of one namespace that are told apart;
	 * further ones are counted as "other".
	 */
	public record Metrics(@DefaultValue("true") boolean enabled, @DefaultValue("100") int maxEventNames) {
	}

	/**
	 * Flash socket policies, for clients that connect through the Flash player.
	 *
	 * @param enabled Whether to serve the policy on a port of its own.
	 * @param inline Whether the web server's port answers requests for the policy, too.
	 * @param host Address the policy server listens on; without it, on all.
	 * @param port Port the policy server listens on; 0 for any that is free.
	 * @param policy XML file with the whole policy; without it, the policy is made of the
	 * allowed domains and ports.
	 * @param allowedDomains Domains whose pages may connect, such as example.org or
	 * *.example.org; * for all.
	 * @param allowedPorts Ports that may be connected to, such as 8080 or 8000-8099; *
	 * for all.
	 * @param readTimeout How long a client may take to send its request, and again to
	 * read the answer.
	 * @param maxRequestBytes Most bytes read from one connection to the policy server.
	 * @param maxConnections Most connections to the policy server at the same time;
	 * further ones are closed.
	 * @param backlog Most connections that wait until the policy server accepts them.
	 * @param failFast Whether the application does not start if the policy server cannot
	 * listen on its port.
	 * @param ssl TLS of the policy server.
	 */
	public record PolicyServer(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean inline,
			@Nullable InetAddress host, @DefaultValue("10843") int port, @Nullable Resource policy,
			@DefaultValue("*") List<String> allowedDomains, @DefaultValue("*") List<String> allowedPorts,
			@DefaultValue("3s") @DurationUnit(ChronoUnit.MILLIS) Duration readTimeout,
			@DefaultValue("128") int maxRequestBytes, @DefaultValue("1000") int maxConnections,
			@DefaultValue("128") int backlog, @DefaultValue("false") boolean failFast, @DefaultValue Ssl ssl) {
	}

	/**
	 * TLS of the policy server.
	 *
	 * @param bundle Name of the SSL bundle; without it, the policy server does not speak
	 * TLS.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
