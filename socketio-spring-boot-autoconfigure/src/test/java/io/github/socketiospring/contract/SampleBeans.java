package io.github.socketiospring.contract;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Beans whose contract is in {@code socketio-events.ts} and {@code asyncapi.json} among
 * the resources.
 */
final class SampleBeans {

	static final Class<?>[] ALL = { Root.class, Chat.class, News.class, Tenants.class, Everywhere.class };

	private SampleBeans() {
	}

	record Message(String text, Color color, @Nullable String author, Instant time) {
	}

	enum Color {

		RED, @JsonProperty("sky blue")
		BLUE

	}

	record Reply(boolean delivered, Map<String, Integer> counts) {
	}

	record Node(String name, List<Node> children, @Nullable Node parent) {
	}

	record Page<T>(List<T> content, int number, Optional<Integer> next) {
	}

	record Upload(String name, byte[] data, List<ByteBuffer> more) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(@JsonProperty("side-length") int side) implements Shape {
	}

	/**
	 * Declares nothing.
	 */
	@SocketIONamespace
	static class Root {

		@OnEvent("ping me")
		void ping() {
		}

		@OnEvent("echo")
		Object[] echo(Arguments arguments) {
			return new Object[] { arguments.size() };
		}

	}

	@SocketIONamespace("/chat")
	@Emits({ ChatEvents.class, Presence.class })
	static class Chat {

		@OnConnect
		void joined(Handshake handshake) {
		}

		@OnEvent("say")
		Reply say(Socket socket, String room, Message message) {
			throw new UnsupportedOperationException();
		}

		@OnEvent("load")
		Mono<Page<Message>> load(int page, @Nullable Integer size) {
			throw new UnsupportedOperationException();
		}

		@OnEvent("all")
		Flux<Node> all(Optional<String> filter, OptionalInt limit) {
			throw new UnsupportedOperationException();
		}

		@OnEvent("move")
		CompletableFuture<Node> move(Node node, SocketIOServer server) {
			throw new UnsupportedOperationException();
		}

		@OnEvent("draw")
		void draw(Shape shape, List<Circle> circles) {
		}

		@OnEvent("typing")
		void typing(@Nullable String where) {
		}

		@OnEvent("upload")
		void upload(Upload upload, byte[] data, Ack ack) {
		}

		@OnEvent("tags")
		int tags(String first, String... others) {
			return others.length;
		}

		@OnEvent("mark")
		void mark(long id, JsonNode[] rest) {
		}

		@OnEvent("scalars")
		Optional<UUID> scalars(LocalDate date, Duration duration, URI link, BigDecimal amount, char letter,
				Set<Color> colors, Map<Color, List<Shape>> shapes, Object any, Message[] messages, int[] numbers) {
			return Optional.empty();
		}

		@OnEvent("*")
		void other(String event, Arguments arguments) {
		}

	}

	interface ChatEvents {

		void said(Message message);

		@EventName("user joined")
		void userJoined(String name, @Nullable Integer users);

		Vote question(String text, List<Shape> shapes);

		Void ready();

		void file(Upload upload);

	}

	interface Presence {

		void tree(Node root);

		void numbers(int... numbers);

	}

	record Vote(String choice) {
	}

	/**
	 * Has a record of the same name.
	 */
	@SocketIONamespace("/news")
	@Emits(NewsEvents.class)
	static class News {

		@OnEvent("publish")
		Message publish(Message message) {
			return message;
		}

		record Message(String title, @Nullable URI link) {
		}

	}

	interface NewsEvents {

		void published(News.Message message);

	}

	abstract static class Base<T> {

		@OnEvent("save")
		T save(T value) {
			return value;
		}

	}

	@SocketIONamespace("/tenant-{id:\\d{1,9}}")
	static class Tenants extends Base<Circle> {

		@OnEvent("default")
		int rename(@NamespaceVariable long id, String function) {
			return 0;
		}

	}

	@SocketIONamespace("*")
	static class Everywhere {

		@OnEvent("trace")
		String trace() {
			return "";
		}

	}

}
