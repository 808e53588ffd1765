package io.github.socketiospring.transport.forward;

import java.util.Locale;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.transport.hixie.RemoteHandshakes;
import io.github.socketiospring.transport.webflux.RemoteSessions;
import io.github.socketiospring.transport.webflux.RequestReader;
import io.netty.channel.Channel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.web.server.ServerWebExchange;

/**
 * Hands requests on to the servers that hold their sessions. The id of a session names
 * its server, so nobody is asked where it is: a server that is not there, and one that
 * does not answer, is the end of its sessions. A request is handed on once, so it cannot
 * run in circles. Safe for use by any thread.
 */
public final class SessionForwarder implements RemoteSessions, RemoteHandshakes, AutoCloseable {

	private static final Log logger = LogFactory.getLog(SessionForwarder.class);

	private final ServerIdentity own;

	private final ServerTable servers;

	private final HttpForward requests;

	private final PeerConnections peers;

	private final WebSocketTunnels webSockets;

	private final HandshakeTunnels draft76;

	/**
	 * Creates a forwarder, which connects to nobody yet.
	 * @param own what this server is known by
	 * @param directory knows the others
	 * @param options bounds
	 * @param loops the threads of connections to others
	 */
	public SessionForwarder(ServerIdentity own, ServerDirectory directory, ForwardOptions options,
			LoopResources loops) {
		this.own = own;
		this.servers = new ServerTable(directory);
		InFlight inFlight = new InFlight(options.maxConnections());
		this.peers = new PeerConnections(options, inFlight);
		this.requests = new HttpForward(options, inFlight, loops);
		this.webSockets = new WebSocketTunnels(options, this.peers);
		this.draft76 = new HandshakeTunnels(options, this.peers, this.servers);
	}

	@Override
	public boolean mayHold(String sid) {
		String server = ServerIdentity.serverOf(sid);
		return !server.isEmpty() && !server.equals(this.own.id());
	}

	@Override
	public Mono<Boolean> serve(ServerWebExchange exchange, String sid) {
		IncomingRequest incoming = IncomingRequest.of(exchange.getRequest());
		if (incoming == null || incoming.isForwarded()) {
			return Mono.just(false);
		}
		return this.servers.find(ServerIdentity.serverOf(sid))
			.flatMap((owner) -> serve(exchange, incoming, owner))
			.defaultIfEmpty(false);
	}

	private Mono<Boolean> serve(ServerWebExchange exchange, IncomingRequest incoming, ServerRecord owner) {
		if (logger.isTraceEnabled()) {
			logger.trace(exchange.getLogPrefix() + "Handed on to " + owner);
		}
		Mono<Boolean> served = RequestReader.isUpgrade(exchange.getRequest())
				? this.webSockets.serve(exchange, incoming, owner) : this.requests.serve(exchange, incoming, owner);
		return served.doOnNext((answered) -> {
			if (!answered) {
				this.servers.forget(owner);
			}
		});
	}

	@Override
	public String header() {
		return ForwardHeader.NAME.toLowerCase(Locale.ROOT);
	}

	@Override
	public @Nullable String scheme(String value, String target, String host) {
		ForwardHeader header = ForwardHeader.parse(value);
		if (header == null) {
			return null;
		}
		if (!header.server().equals(this.own.id())) {
			return "";
		}
		return header.isGenuine(this.own.key(), HandshakeTunnels.signed(target, host)) ? header.scheme() : null;
	}

	@Override
	public void handOn(Channel client, Handshake handshake, Taking taking) {
		this.draft76.handOn(client, handshake, taking);
	}

	/**
	 * Ends the WebSockets that are handed on, and the answers that have no end: nobody
	 * can wait for them when this server stops. Polls end by themselves, and to cut them
	 * would end their sessions.
	 */
	public void stop() {
		this.peers.close();
		this.requests.cutStreams();
	}

	/**
	 * Ends the connections to other servers that are not in use, and the others when they
	 * are not any more.
	 */
	@Override
	public void close() {
		this.requests.close();
	}

}
