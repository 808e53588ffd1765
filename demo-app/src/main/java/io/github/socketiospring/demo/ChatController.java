package io.github.socketiospring.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.socketiospring.AckException;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.demo.ChatRooms.Member;
import io.github.socketiospring.demo.ChatRooms.Seat;
import reactor.core.publisher.Mono;

/**
 * The chat page: nicknames, rooms, who is there, who is typing, and delivery ticks.
 */
@SocketIONamespace("/chat")
class ChatController {

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

	private final ChatRooms rooms;

	ChatController(ChatRooms rooms) {
		this.rooms = rooms;
	}

	@OnConnect
	void connected(Socket socket) {
		synchronized (this.rooms) {
			socket.emit("rooms", this.rooms.open());
		}
	}

	@OnEvent("enter")
	Entered enter(Socket socket, Entry entry) {
		Seat before = this.rooms.find(socket.id()).orElse(null);
		Seat seat = this.rooms.enter(socket.id(), entry.nickname(), entry.room());
		if (before != null) {
			left(socket, before);
		}
		socket.join(channel(seat.room()));
		announce(socket, seat, Change.JOINED);
		return new Entered(true, seat.room(), seat.member());
	}

	@OnEvent("leave")
	Outcome leave(Socket socket) {
		this.rooms.leave(socket.id()).ifPresent((seat) -> left(socket, seat));
		return Outcome.OK;
	}

	@OnDisconnect
	void disconnected(Socket socket) {
		leave(socket);
	}

	@OnEvent("say")
	Outcome say(Socket socket, Say say) {
		Seat seat = seat(socket);
		Message message = new Message(seat.member(), Input.message(say.text()), Instant.now());
		// The ack of "say" is the first tick. The second follows when the others' clients
		// have acked, or those that did in time.
		socket.to(channel(seat.room()))
			.timeout(DELIVERY_TIMEOUT)
			.emitWithAck("message", message)
			.onErrorResume(AckException.class, (ex) -> Mono.just(ex.answers()))
			.filter((answers) -> !answers.isEmpty())
			.subscribe((answers) -> socket.emit("delivered", new Delivered(say.id(), answers.size())));
		return Outcome.OK;
	}

	@OnEvent("typing")
	void typing(Socket socket, boolean typing) {
		Seat seat = seat(socket);
		socket.to(channel(seat.room())).volatileEmit("typing", new Typing(seat.member(), typing));
	}

	private Seat seat(Socket socket) {
		return this.rooms.find(socket.id()).orElseThrow(() -> new RefusedException("Enter a room first."));
	}

	private void left(Socket socket, Seat seat) {
		socket.leave(channel(seat.room()));
		announce(socket, seat, Change.LEFT);
	}

	private void announce(Socket socket, Seat seat, Change change) {
		BroadcastOperator room = socket.namespace().to(channel(seat.room()));
		// Without the lock an older list could overtake a newer one; emitting never
		// blocks.
		synchronized (this.rooms) {
			room.emit("presence", new Presence(change, seat.member(), seat.room(), this.rooms.members(seat.room())));
			socket.namespace().emit("rooms", this.rooms.open());
		}
	}

	/**
	 * Keeps the names people choose apart from the room every socket's id is.
	 * @param room the name
	 * @return the Socket.IO room
	 */
	private static String channel(String room) {
		return "room:" + room;
	}

	enum Change {

		JOINED, LEFT

	}

	record Entry(String nickname, String room) {
	}

	record Entered(boolean ok, String room, Member me) {
	}

	record Presence(Change change, Member member, String room, List<Member> members) {
	}

	/**
	 * A message to send.
	 *
	 * @param id chosen by the sender, who finds it again in {@link Delivered}
	 * @param text the text
	 */
	record Say(long id, String text) {
	}

	record Message(Member from, String text, Instant at) {
	}

	record Delivered(long id, int count) {
	}

	record Typing(Member member, boolean typing) {
	}

}
