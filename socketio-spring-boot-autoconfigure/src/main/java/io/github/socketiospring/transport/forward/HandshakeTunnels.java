package io.github.socketiospring.transport.forward;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.engine.ServerBusyException;
import io.github.socketiospring.transport.hixie.RemoteHandshakes.Handshake;
import io.github.socketiospring.transport.hixie.RemoteHandshakes.Taking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import reactor.core.publisher.Mono;

/**
 * Hands the WebSockets of draft 76 on, which are no HTTP: the bytes of both sides from
 * the first on, with a header more in the handshake. Safe for use by any thread.
 */
final class HandshakeTunnels {

	private final ForwardOptions options;

	private final PeerConnections peers;

	private final ServerTable servers;

	HandshakeTunnels(ForwardOptions options, PeerConnections peers, ServerTable servers) {
		this.options = options;
		this.peers = peers;
		this.servers = servers;
	}

	static ForwardHeader.Signed signed(String target, String host) {
		return new ForwardHeader.Signed("GET", target, host);
	}

	void handOn(Channel client, Handshake handshake, Taking taking) {
		// The empty record stands for a server that nobody knows.
		Mono<ServerRecord> owner = this.servers.find(ServerIdentity.serverOf(handshake.sid()))
			.defaultIfEmpty(new ServerRecord("", "", ""));
		owner.subscribe((found) -> client.eventLoop().execute(() -> {
			if (found.id().isEmpty() || !client.isActive()) {
				unreachable(handshake, taking);
			}
			else {
				connect(client, handshake, taking, found);
			}
		}));
	}

	private static void unreachable(Handshake handshake, Taking taking) {
		handshake.rest().release();
		taking.unreachable();
	}

	private void connect(Channel client, Handshake handshake, Taking taking, ServerRecord owner) {
		TunnelEnd far = new TunnelEnd();
		ChannelFuture connecting;
		try {
			connecting = this.peers.connect(client, owner, far);
		}
		catch (ServerBusyException ex) {
			unreachable(handshake, taking);
			return;
		}
		connecting.addListener((connected) -> {
			if (!connected.isSuccess()) {
				this.servers.forget(owner);
				unreachable(handshake, taking);
				return;
			}
			TunnelEnd near = new TunnelEnd();
			TunnelEnd.join(near, far);
			far.write(first(client, handshake, owner));
			far.write(handshake.rest());
			far.flush();
			taking.connected(near);
			TunnelEnd.start(near, far);
		});
		Channel peer = connecting.channel();
		client.eventLoop().schedule(() -> {
			if (!far.isUsed()) {
				peer.close();
			}
		}, this.options.upgradeTimeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	private static ByteBuf first(Channel client, Handshake handshake, ServerRecord owner) {
		InetSocketAddress remote = (client.remoteAddress() instanceof InetSocketAddress address) ? address : null;
		String value = ForwardHeader.value(owner.id(), owner.key(), remote, handshake.secure() ? "https" : "http",
				signed(handshake.target(), handshake.host()));
		String head = handshake.head() + "\r\n" + ForwardHeader.NAME + ": " + value + "\r\n\r\n";
		return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1));
	}

}
