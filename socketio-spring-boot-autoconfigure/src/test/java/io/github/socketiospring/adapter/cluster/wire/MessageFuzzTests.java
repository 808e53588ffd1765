package io.github.socketiospring.adapter.cluster.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever can write to a channel can send any bytes: they become a message, nothing, or
 * one kind of exception; and what was accepted can be read and written.
 */
class MessageFuzzTests {

	private static final Predicate<Selection> ALL = (selection) -> true;

	private static final int ROUNDS = 20;

	private final NodeMessages nodes = new NodeMessages(Messages.CODEC, "/", "server-1_AAAAAAAAAAA");

	private final ClassicMessages classic = new ClassicMessages(Messages.CODEC, "/", "server-1_AAAAAAAAAAA");

	private final Random random = new Random(12);

	private int accepted;

	private int rejected;

	@Test
	void mutatedMessages() {
		for (byte[] message : seeds()) {
			for (int i = 0; i < ROUNDS; i++) {
				readByAll(mutated(message));
			}
		}
		assertThat(this.accepted).isGreaterThan(300);
		assertThat(this.rejected).isGreaterThan(300);
	}

	@Test
	void truncatedMessages() {
		for (byte[] message : seeds()) {
			for (int length = 0; length < Math.min(message.length, 400); length += 3) {
				byte[] part = new byte[length];
				System.arraycopy(message, 0, part, 0, length);
				readByAll(part);
			}
		}
	}

	@Test
	void randomBytes() {
		for (int i = 0; i < 20_000; i++) {
			byte[] message = new byte[1 + this.random.nextInt(40)];
			this.random.nextBytes(message);
			if (i % 3 == 0) {
				message[0] = '{';
			}
			else if (i % 3 == 1) {
				message[0] = (byte) (0x80 | this.random.nextInt(32));
			}
			readByAll(message);
		}
	}

	private static List<byte[]> seeds() {
		NodeMessages other = new NodeMessages(Messages.CODEC, "/", "server-2_AAAAAAAAAAA");
		ClassicMessages classic = new ClassicMessages(Messages.CODEC, "/", "server-2_AAAAAAAAAAA");
		List<byte[]> seeds = new ArrayList<>(NodeFixtures.all());
		List<ClusterMessage> messages = new ArrayList<>(Messages.orders());
		messages.addAll(Messages.questions());
		messages.addAll(Messages.answers("oserver-1_AAAAAAAAAAAq"));
		for (ClusterMessage message : messages) {
			seeds.add(other.write(message, true));
			seeds.add(other.writeMsgpack(message, true));
			if (message instanceof ClusterMessage.Response answer) {
				seeds.add(classic.writeResponse(answer, true));
			}
			else if (message instanceof ClusterMessage.Order order
					&& order.command() instanceof Command.Broadcast broadcast) {
				seeds.add(classic.writeEvent(broadcast));
			}
			else {
				seeds.add(classic.writeRequest(message));
			}
		}
		return seeds;
	}

	private byte[] mutated(byte[] message) {
		byte[] bytes = message.clone();
		int changes = 1 + this.random.nextInt(3);
		for (int i = 0; i < changes; i++) {
			int position = this.random.nextInt(bytes.length);
			switch (this.random.nextInt(5)) {
				case 0 -> bytes[position] = (byte) this.random.nextInt(256);
				case 1 -> bytes[position] ^= (byte) (1 << this.random.nextInt(8));
				case 2 -> bytes[position] = (byte) "{}[]\",:0\\utfn-e."
					.charAt(this.random.nextInt("{}[]\",:0\\utfn-e.".length()));
				case 3 -> bytes[position] = (byte) (0xC0 | this.random.nextInt(32));
				default -> {
					int from = this.random.nextInt(bytes.length);
					int length = this.random.nextInt(Math.min(12, bytes.length - Math.max(from, position)) + 1);
					System.arraycopy(bytes, from, bytes, position, length);
				}
			}
		}
		return bytes;
	}

	private void readByAll(byte[] message) {
		read(message, () -> this.nodes.read(message, ALL));
		read(message, () -> this.nodes.readEntry("u", new NodeMessages.Entry("3", message), ALL));
		read(message, () -> this.nodes.readEntry("u", new NodeMessages.Entry("8", message), ALL));
		read(message, () -> this.classic.readEvent(message, ALL));
		read(message, () -> this.classic.readRequest(message, ALL));
		read(message, () -> this.classic.readResponse(message));
	}

	/** Reads something. */
	@FunctionalInterface
	private interface Reading {

		@Nullable Received read();

	}

	private void read(byte[] message, Reading reading) {
		Received received;
		try {
			received = reading.read();
		}
		catch (PacketParseException ex) {
			this.rejected++;
			return;
		}
		if (received != null) {
			this.accepted++;
			payloads(received.message()).forEach((payload) -> use(payload, message.length));
		}
	}

	private static void use(Payload payload, int length) {
		Payload.Written written = payload.written();
		// A placeholder is longer than an empty binary value.
		assertThat(written.size()).isLessThanOrEqualTo(40L * length + 2);
		MsgpackOutput output = new MsgpackOutput(Messages.CODEC.msgpack());
		try {
			output.values(payload);
		}
		catch (PacketParseException ex) {
			// Somebody has written a placeholder of his own.
			assertThat(new String(written.json())).contains("_placeholder");
		}
	}

	private static List<Payload> payloads(ClusterMessage message) {
		if (message instanceof ClusterMessage.Order order) {
			return (order.command() instanceof Command.Broadcast broadcast) ? List.of(broadcast.arguments())
					: (order.command() instanceof Command.ServerSideEmit emit) ? List.of(emit.arguments()) : List.of();
		}
		if (message instanceof ClusterMessage.Question question) {
			return (question.request() instanceof Request.BroadcastWithAck broadcast) ? List.of(broadcast.arguments())
					: (question.request() instanceof Request.ServerSideEmitWithAck emit) ? List.of(emit.arguments())
							: List.of();
		}
		if (message instanceof ClusterMessage.ClientAnswer answer) {
			return List.of(answer.answer());
		}
		if (message instanceof ClusterMessage.Reports reports) {
			return reports.reports().stream().flatMap((report) -> report.answers().values().stream()).toList();
		}
		if (message instanceof ClusterMessage.ServerAnswer answer) {
			return List.of(answer.answer());
		}
		return (message instanceof ClusterMessage.Sockets sockets)
				? sockets.sockets().stream().map(SocketDetails::data).toList() : List.of();
	}

}
