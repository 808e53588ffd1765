package io.github.socketiospring.adapter.cluster.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Sockets that may come back, as npm's {@code @socket.io/redis-streams-adapter} stores
 * them, in MessagePack: id, secret, rooms, data. Servers of this library add more, which
 * Node's servers pass over. Safe for use by any thread.
 */
public final class SessionFormat {

	private static final Keys KEYS = new Keys("sid", "pid", "rooms", "data", "user", "since", "offsets", "allowed",
			"silence", "at", "until");

	private static final int MAX_OFFSET_LENGTH = 64;

	private static final Payload NO_DATA = Payload.of(new byte[] { '[', '{', '}', ']' }, List.of());

	private final MessageCodec codec;

	/**
	 * Creates the format.
	 * @param codec reads and writes values
	 */
	public SessionFormat(MessageCodec codec) {
		this.codec = codec;
	}

	/**
	 * A socket that has gone.
	 *
	 * @param session what it was
	 * @param at the offset of the newest event when it went; empty if unknown
	 * @param until when it must be back, in milliseconds; 0 if unknown
	 */
	public record Stored(SavedSession session, String at, long until) {
	}

	/**
	 * Writes a socket.
	 * @param stored the socket
	 * @return the bytes
	 * @throws JacksonException if its data cannot be written
	 */
	public byte[] write(Stored stored) {
		SavedSession session = stored.session();
		List<String> rooms = new ArrayList<>(session.rooms().keySet());
		MessageOutput output = new MsgpackOutput(this.codec.msgpack());
		output.startObject(0);
		output.field("sid", session.socketId());
		output.field("pid", session.privateId());
		output.field("rooms", rooms);
		output.first("data", session.data());
		if (session.user() != null) {
			output.field("user", session.user());
		}
		output.field("since", session.since());
		output.field("offsets", rooms.stream().map((room) -> session.rooms().getOrDefault(room, "")).toList());
		if (session.allowed() != null) {
			output.field("allowed", session.allowed());
		}
		output.field("silence", session.silence().toMillis());
		output.field("at", stored.at());
		output.field("until", stored.until());
		output.endObject();
		return output.toBytes();
	}

	/**
	 * Reads a socket.
	 * @param bytes what a server has stored
	 * @return the socket
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public Stored read(byte[] bytes) {
		try (MessageInput input = this.codec.open(bytes)) {
			Reading reading = new Reading();
			input.enterObject();
			int key;
			while ((key = input.nextKey(KEYS)) != Keys.END) {
				reading.read(input, key);
			}
			input.end();
			return reading.stored();
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	/**
	 * The entries of one socket.
	 */
	private static final class Reading {

		private @Nullable String socketId;

		private @Nullable String privateId;

		private List<String> rooms = List.of();

		private List<String> offsets = List.of();

		private @Nullable Set<String> allowed;

		private Payload data = NO_DATA;

		private @Nullable String user;

		private String since = "";

		private long silence;

		private String at = "";

		private long until;

		void read(MessageInput input, int key) {
			int maxName = input.limits().maxRoomLength();
			switch (key) {
				case 0 -> this.socketId = input.text(maxName);
				case 1 -> this.privateId = input.text(maxName);
				case 2 -> this.rooms = texts(input, maxName);
				case 3 -> readData(input);
				case 4 -> this.user = input.text(Integer.MAX_VALUE);
				case 5 -> this.since = input.text(MAX_OFFSET_LENGTH);
				case 6 -> this.offsets = texts(input, MAX_OFFSET_LENGTH);
				case 7 -> this.allowed = Set.copyOf(texts(input, input.limits().maxEventLength()));
				case 8 -> this.silence = number(input);
				case 9 -> this.at = input.text(MAX_OFFSET_LENGTH);
				case 10 -> this.until = number(input);
				default -> input.skip();
			}
		}

		private void readData(MessageInput input) {
			if (input.kind() == MessageInput.Kind.OBJECT) {
				this.data = input.value();
			}
			else {
				input.skip();
			}
		}

		private static long number(MessageInput input) {
			double number = (input.kind() == MessageInput.Kind.NUMBER) ? input.number() : -1;
			if (number < 0 || number > 1L << 53) {
				throw new PacketParseException("no number of milliseconds");
			}
			return (long) number;
		}

		private static List<String> texts(MessageInput input, int maxLength) {
			List<String> texts = new ArrayList<>();
			input.enterArray();
			while (input.nextItem()) {
				if (texts.size() == input.limits().maxRooms()) {
					throw new PacketParseException("more than " + texts.size() + " names");
				}
				texts.add(input.text(maxLength));
			}
			return texts;
		}

		Stored stored() {
			if (this.socketId == null || this.privateId == null) {
				throw new PacketParseException("a stored socket has no id");
			}
			Map<String, String> joined = new HashMap<>();
			for (int i = 0; i < this.rooms.size(); i++) {
				joined.put(this.rooms.get(i), (i < this.offsets.size()) ? this.offsets.get(i) : "");
			}
			return new Stored(new SavedSession(this.privateId, this.socketId, this.user, this.since, joined,
					this.allowed, Duration.ofMillis(this.silence), this.data), this.at, this.until);
		}

	}

}
