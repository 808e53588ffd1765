package io.github.socketiospring.demo;

import java.net.InetSocketAddress;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The cross-origin page: tells a page what the server has seen of it. Which pages get
 * this far is decided before, by {@code socketio.cors} in {@code application.yml}.
 */
@SocketIONamespace("/cross-origin")
class CrossOriginController {

	@OnConnect
	void connected(Socket socket, Handshake handshake) {
		HttpHeaders headers = handshake.headers();
		InetSocketAddress host = headers.getHost();
		socket.emit("seen", new Seen(headers.getOrigin(), (host != null) ? host.getHostString() : null));
	}

	@OnEvent("echo")
	String echo(String text) {
		return Input.message(text);
	}

	/**
	 * What the first request has said.
	 *
	 * @param origin where the page comes from
	 * @param host what the page calls this server
	 */
	record Seen(@Nullable String origin, @Nullable String host) {
	}

}
