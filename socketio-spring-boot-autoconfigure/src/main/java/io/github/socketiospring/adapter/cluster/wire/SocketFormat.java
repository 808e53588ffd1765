package io.github.socketiospring.adapter.cluster.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.codec.json.PacketParseException;

/**
 * What servers tell each other about sockets, as Node's servers have it.
 */
final class SocketFormat {

	private static final Keys KEYS = new Keys("id", "handshake", "rooms", "data");

	private static final Payload NO_DATA = Payload.of(new byte[] { '[', '{', '}', ']' }, List.of());

	private SocketFormat() {
	}

	static void write(MessageOutput output, List<SocketDetails> sockets) {
		output.startArray(sockets.size());
		for (SocketDetails socket : sockets) {
			output.startObject(4);
			output.field("id", socket.id());
			output.name("handshake");
			HandshakeFormat.write(output, socket.handshake());
			output.field("rooms", socket.rooms());
			output.first("data", socket.data());
			output.endObject();
		}
		output.endArray();
	}

	static List<SocketDetails> read(MessageInput input) {
		List<SocketDetails> sockets = new ArrayList<>();
		input.enterArray();
		while (input.nextItem()) {
			sockets.add(readOne(input));
		}
		return sockets;
	}

	private static SocketDetails readOne(MessageInput input) {
		String id = null;
		Handshake handshake = null;
		Set<String> rooms = Set.of();
		Payload data = NO_DATA;
		input.enterObject();
		int key;
		while ((key = input.nextKey(KEYS)) != Keys.END) {
			switch (key) {
				case 0 -> id = input.text(input.limits().maxRoomLength());
				case 1 -> handshake = HandshakeFormat.read(input);
				case 2 -> rooms = input.allRooms();
				case 3 -> data = data(input);
				default -> input.skip();
			}
		}
		if (id == null || handshake == null) {
			throw new PacketParseException("socket without " + ((id == null) ? "id" : "handshake"));
		}
		return new SocketDetails(id, handshake, rooms, data);
	}

	/** Node's servers let applications put anything there. */
	private static Payload data(MessageInput input) {
		if (input.kind() == MessageInput.Kind.OBJECT) {
			return input.value();
		}
		input.skip();
		return NO_DATA;
	}

}
