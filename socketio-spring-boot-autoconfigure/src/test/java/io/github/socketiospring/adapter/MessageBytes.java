package io.github.socketiospring.adapter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Messages of adapters as bytes: nothing is shared by those who write and those who read.
 */
final class MessageBytes {

	private final AdapterNamespace namespace;

	MessageBytes(AdapterNamespace namespace) {
		this.namespace = namespace;
	}

	/** Writes to a stream. */
	@FunctionalInterface
	interface Writing {

		void to(Writer writer) throws IOException;

	}

	byte[] write(Writing writing) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			writing.to(new Writer(new DataOutputStream(bytes), this.namespace));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	Reader read(byte[] bytes) {
		return new Reader(new DataInputStream(new ByteArrayInputStream(bytes)), this.namespace);
	}

	/**
	 * Writes the parts of messages.
	 *
	 * @param output where to
	 * @param namespace makes bytes of values
	 */
	record Writer(DataOutputStream output, AdapterNamespace namespace) {

		void text(String text) throws IOException {
			bytes(text.getBytes(StandardCharsets.UTF_8));
		}

		void bytes(byte[] bytes) throws IOException {
			this.output.writeInt(bytes.length);
			this.output.write(bytes);
		}

		void texts(Collection<String> texts) throws IOException {
			this.output.writeInt(texts.size());
			for (String text : texts) {
				text(text);
			}
		}

		void flag(boolean flag) throws IOException {
			this.output.writeBoolean(flag);
		}

		void number(long number) throws IOException {
			this.output.writeLong(number);
		}

		private void selection(Selection selection) throws IOException {
			texts((selection.socket() != null) ? Set.of(selection.socket()) : Set.of());
			texts(selection.rooms());
			texts(selection.except());
		}

		private void payload(Payload payload) throws IOException {
			Payload.Written written = payload.written();
			bytes(written.json());
			this.output.writeInt(written.attachments().size());
			for (byte[] attachment : written.attachments()) {
				bytes(attachment);
			}
		}

		private void event(String event, Payload arguments) throws IOException {
			text(event);
			payload(arguments);
		}

		void command(Command command) throws IOException {
			text(command.getClass().getSimpleName());
			if (command instanceof Command.Broadcast broadcast) {
				selection(broadcast.selection());
				event(broadcast.event(), broadcast.arguments());
				flag(broadcast.isVolatile());
				flag(broadcast.compress());
			}
			else if (command instanceof Command.Join join) {
				selection(join.selection());
				texts(join.rooms());
			}
			else if (command instanceof Command.Leave leave) {
				selection(leave.selection());
				texts(leave.rooms());
			}
			else if (command instanceof Command.Disconnect disconnect) {
				selection(disconnect.selection());
				flag(disconnect.closeConnection());
			}
			else if (command instanceof Command.ServerSideEmit emit) {
				event(emit.event(), emit.arguments());
			}
		}

		void request(Request<?> request) throws IOException {
			text(request.getClass().getSimpleName());
			number(request.timeout().toMillis());
			if (request instanceof Request.BroadcastWithAck broadcast) {
				selection(broadcast.selection());
				event(broadcast.event(), broadcast.arguments());
				flag(broadcast.isVolatile());
				flag(broadcast.compress());
			}
			else if (request instanceof Request.FetchSockets fetch) {
				selection(fetch.selection());
			}
			else if (request instanceof Request.ServerSideEmitWithAck emit) {
				event(emit.event(), emit.arguments());
			}
		}

		void message(ClusterMessage message) throws IOException {
			text(message.getClass().getSimpleName());
			if (message instanceof ClusterMessage.Order order) {
				command(order.command());
			}
			else if (message instanceof ClusterMessage.Question question) {
				text(question.id());
				flag(question.detailed());
				request(question.request());
			}
			else if (message instanceof ClusterMessage.Answer answer) {
				text(answer.questionId());
				answer(answer);
			}
			else if (message instanceof ClusterMessage.Reports reports) {
				this.output.writeInt(reports.reports().size());
				for (ClusterMessage.Report report : reports.reports()) {
					text(report.questionId());
					answer(report);
				}
			}
		}

		private void answer(ClusterMessage.Answer answer) throws IOException {
			if (answer instanceof ClusterMessage.Sockets sockets) {
				this.output.writeInt(sockets.sockets().size());
				for (SocketDetails details : sockets.sockets()) {
					text(details.id());
					handshake(details.handshake());
					texts(details.rooms());
					payload(details.data());
				}
			}
			else if (answer instanceof ClusterMessage.RoomNames names) {
				texts(names.rooms());
			}
			else if (answer instanceof ClusterMessage.ClientsAsked asked) {
				number(asked.count());
			}
			else if (answer instanceof ClusterMessage.ClientAnswer client) {
				payload(client.answer());
			}
			else if (answer instanceof ClusterMessage.Report report) {
				texts(report.asked());
				this.output.writeInt(report.answers().size());
				for (Map.Entry<String, Payload> client : report.answers().entrySet()) {
					text(client.getKey());
					payload(client.getValue());
				}
				texts(report.gone());
				flag(report.ended());
			}
			else if (answer instanceof ClusterMessage.ServerAnswer own) {
				payload(own.answer());
			}
		}

		private void handshake(Handshake handshake) throws IOException {
			text(handshake.uri().toString());
			HttpHeaders headers = handshake.headers();
			texts(headers.headerNames());
			for (String name : headers.headerNames()) {
				texts(headers.getOrEmpty(name));
			}
			texts(handshake.query().keySet());
			for (List<String> values : handshake.query().values()) {
				texts(values);
			}
			InetSocketAddress address = handshake.remoteAddress();
			texts((address != null) ? Set.of(address.getHostString()) : Set.of());
			number((address != null) ? address.getPort() : 0);
			flag(handshake.secure());
			flag(handshake.crossDomain());
			number(handshake.time().toEpochMilli());
			text(handshake.revision().name());
			JsonNode auth = handshake.auth();
			payload(this.namespace.write(auth.isMissingNode() ? List.of() : List.of(auth)));
		}

	}

	/**
	 * Reads the parts of messages.
	 *
	 * @param input where from
	 * @param namespace makes values of bytes
	 */
	record Reader(DataInputStream input, AdapterNamespace namespace) {

		String text() throws IOException {
			return new String(bytes(), StandardCharsets.UTF_8);
		}

		byte[] bytes() throws IOException {
			return this.input.readNBytes(this.input.readInt());
		}

		List<String> texts() throws IOException {
			int size = this.input.readInt();
			List<String> texts = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				texts.add(text());
			}
			return texts;
		}

		boolean flag() throws IOException {
			return this.input.readBoolean();
		}

		long number() throws IOException {
			return this.input.readLong();
		}

		private Selection selection() throws IOException {
			List<String> socket = texts();
			return new Selection(socket.isEmpty() ? null : socket.get(0), Set.copyOf(texts()), Set.copyOf(texts()),
					false);
		}

		private Payload payload() throws IOException {
			byte[] json = bytes();
			int size = this.input.readInt();
			List<byte[]> attachments = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				attachments.add(bytes());
			}
			return Payload.of(json, attachments);
		}

		Command command() throws IOException {
			return switch (text()) {
				case "Broadcast" -> new Command.Broadcast(selection(), text(), payload(), flag(), flag());
				case "Join" -> new Command.Join(selection(), Set.copyOf(texts()));
				case "Leave" -> new Command.Leave(selection(), Set.copyOf(texts()));
				case "Disconnect" -> new Command.Disconnect(selection(), flag());
				case "ServerSideEmit" -> new Command.ServerSideEmit(text(), payload());
				default -> throw new IOException("unknown command");
			};
		}

		Request<?> request() throws IOException {
			String type = text();
			Duration timeout = Duration.ofMillis(number());
			return switch (type) {
				case "BroadcastWithAck" ->
					new Request.BroadcastWithAck(selection(), text(), payload(), flag(), flag(), timeout);
				case "FetchSockets" -> new Request.FetchSockets(selection(), timeout);
				case "FetchRooms" -> new Request.FetchRooms(timeout);
				case "ServerSideEmitWithAck" -> new Request.ServerSideEmitWithAck(text(), payload(), timeout);
				default -> throw new IOException("unknown request " + type);
			};
		}

		ClusterMessage message() throws IOException {
			String type = text();
			return switch (type) {
				case "Joined" -> new ClusterMessage.Joined();
				case "Alive" -> new ClusterMessage.Alive();
				case "Left" -> new ClusterMessage.Left();
				case "Order" -> new ClusterMessage.Order(command());
				case "Question" -> {
					String id = text();
					boolean detailed = flag();
					yield new ClusterMessage.Question(id, request(), detailed);
				}
				case "Reports" -> {
					int size = this.input.readInt();
					List<ClusterMessage.Report> reports = new ArrayList<>();
					for (int i = 0; i < size; i++) {
						reports.add(report(text()));
					}
					yield new ClusterMessage.Reports(reports);
				}
				default -> answer(type, text());
			};
		}

		private ClusterMessage.Report report(String id) throws IOException {
			Set<String> asked = Set.copyOf(texts());
			int size = this.input.readInt();
			Map<String, Payload> answers = new LinkedHashMap<>();
			for (int i = 0; i < size; i++) {
				answers.put(text(), payload());
			}
			return new ClusterMessage.Report(id, asked, answers, Set.copyOf(texts()), flag());
		}

		private ClusterMessage answer(String type, String id) throws IOException {
			return switch (type) {
				case "Sockets" -> {
					int size = this.input.readInt();
					List<SocketDetails> sockets = new ArrayList<>();
					for (int i = 0; i < size; i++) {
						sockets.add(new SocketDetails(text(), handshake(), Set.copyOf(texts()), payload()));
					}
					yield new ClusterMessage.Sockets(id, sockets);
				}
				case "RoomNames" -> new ClusterMessage.RoomNames(id, Set.copyOf(texts()));
				case "ClientsAsked" -> new ClusterMessage.ClientsAsked(id, (int) number());
				case "ClientAnswer" -> new ClusterMessage.ClientAnswer(id, payload());
				case "ServerAnswer" -> new ClusterMessage.ServerAnswer(id, payload());
				default -> throw new IOException("unknown message");
			};
		}

		private Handshake handshake() throws IOException {
			URI uri = URI.create(text());
			HttpHeaders headers = new HttpHeaders();
			for (String name : texts()) {
				headers.put(name, texts());
			}
			MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
			for (String name : texts()) {
				query.put(name, texts());
			}
			List<String> host = texts();
			int port = (int) number();
			@Nullable InetSocketAddress address = host.isEmpty() ? null : InetSocketAddress.createUnresolved(host.get(0), port);
			boolean secure = flag();
			boolean crossDomain = flag();
			Instant time = Instant.ofEpochMilli(number());
			Revision revision = Revision.valueOf(text());
			List<JsonNode> auth = this.namespace.read(payload()).asList();
			return new HandshakeDetails(uri, HttpHeaders.readOnlyHttpHeaders(headers),
					CollectionUtils.unmodifiableMultiValueMap(query), address, secure, crossDomain, time, revision,
					auth.isEmpty() ? MissingNode.getInstance() : auth.get(0));
		}

	}

}
