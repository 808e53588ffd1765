package io.github.socketiospring.documentation;

import java.security.Principal;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.PacketListener;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.test.SocketIOTestClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.NullUnmarked;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;

/**
 * What the code in the documents takes for granted: each block, and each row of a table,
 * is compiled as part of a subclass. What a reader cannot know without an explanation
 * does not belong here, but into the block.
 */
@NullUnmarked
@SuppressWarnings("unused")
abstract class Surroundings {

	static final Log logger = LogFactory.getLog(Surroundings.class);

	SocketIOServer io;

	Namespace namespace;

	Socket socket;

	Handshake handshake;

	ClientConnection connection;

	Ack ack;

	Arguments arguments;

	Arguments answer;

	Check check;

	Listener listener;

	/** What is sent. */
	Object payload;

	Object data;

	Object a;

	Object b;

	Object x;

	Question q;

	byte[] bytes;

	String id;

	String sid;

	String token;

	String name;

	Principal principal;

	// Of the application

	Tokens tokens;

	Users users;

	Tenants tenants;

	Limits limits;

	Presence presence;

	// Of a test

	SocketIOTestClient.Builder clients;

	SocketIOTestClient ada;

	SocketIOTestClient bob;

	SocketIOTestClient cleo;

	Message message;

	Authentication authentication;

	ServerHttpSecurity http;

	abstract boolean isValid(String token);

	abstract boolean mayEmit(Socket socket, String event);

	abstract Mono<JsonNode> decrypt(byte[] encrypted);

	abstract void f(Object argument);

	abstract void handle(Object argument);

	/** A check of clients or of events. */
	interface Check extends ConnectInterceptor, EventInterceptor {

	}

	/** A listener of rooms or of packets. */
	interface Listener extends RoomListener, PacketListener {

	}

	interface Tokens {

		boolean isValid(String token);

		Mono<Void> verify(String token);

	}

	interface TokenService extends Tokens {

	}

	interface Users {

		boolean check(Credentials credentials);

	}

	interface Tenants {

		boolean isKnown(String name);

		Mono<Boolean> mayJoin(String name, String token);

	}

	interface Limits {

		boolean allows(String id);

	}

	interface Presence {

		void add(String room, String id);

	}

	interface MessageStore {

	}

	record Credentials(String name, String password) {
	}

	record Message(String user, String text) {
	}

	record Say(String text) {
	}

	record Reply(String text) {
	}

	record Page(List<String> lines) {
	}

	record Problem(String message) {
	}

	record Question(String text) {
	}

	record Query(String text) {
	}

	record Order(long number) {
	}

	record A(String text) {
	}

	record B(String text) {
	}

	record T(String text) {
	}

	static class ChatException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class ChatController {

	}

}
