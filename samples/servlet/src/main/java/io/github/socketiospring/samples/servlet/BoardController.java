package io.github.socketiospring.samples.servlet;

import java.security.Principal;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;

/**
 * What visitors do through their sockets. Their user is who has logged in by the form.
 */
@SocketIONamespace("/board")
class BoardController {

	private final Board board;

	BoardController(Board board) {
		this.board = board;
	}

	@OnConnect
	void welcome(Socket socket, Principal visitor) {
		socket.emit("welcome", visitor.getName(), this.board.notices());
	}

	@OnEvent("pin")
	String pin(Principal visitor, String text) {
		this.board.pin(visitor.getName(), text);
		return "pinned";
	}

	@OnEvent("clear")
	@PreAuthorize("hasRole('JANITOR')")
	String clear() {
		this.board.clear();
		return "The board is clear";
	}

	@OnEventException
	String denied(AccessDeniedException ex) {
		return "Only the janitor may do that";
	}

}
