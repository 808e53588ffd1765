package io.github.socketiospring.samples.jwt;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import reactor.core.publisher.Mono;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Everybody who is known may write to somebody; who has the scope, to all.
 */
@SocketIONamespace("/chat")
class ChatController {

	private final SocketIOServer io;

	private final SocketIOUsers users;

	ChatController(SocketIOServer io, SocketIOUsers users) {
		this.io = io;
		this.users = users;
	}

	@OnEvent("whisper")
	Mono<String> whisper(@AuthenticationPrincipal Jwt sender, String to, String text) {
		this.users.user("/chat", to).emit("whispered", sender.getSubject(), text);
		return Mono.just("sent");
	}

	@OnEvent("announce")
	@PreAuthorize("hasAuthority('SCOPE_announce')")
	Mono<String> announce(String text) {
		this.io.of("/chat").emit("announced", text);
		return Mono.just("announced");
	}

	@OnEventException
	String denied(AccessDeniedException ex) {
		return "You may not do that";
	}

}
