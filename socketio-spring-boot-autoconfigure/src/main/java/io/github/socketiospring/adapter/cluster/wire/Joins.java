package io.github.socketiospring.adapter.cluster.wire;

import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;

/**
 * Orders of other servers to join and leave rooms, which may not be those that no
 * application can name.
 */
final class Joins {

	private Joins() {
	}

	static ClusterMessage join(Selection selection, Set<String> rooms) {
		check(rooms);
		return new ClusterMessage.Order(new Command.Join(selection, rooms));
	}

	static ClusterMessage leave(Selection selection, Set<String> rooms) {
		check(rooms);
		return new ClusterMessage.Order(new Command.Leave(selection, rooms));
	}

	private static void check(Set<String> rooms) {
		for (String room : rooms) {
			if (IdentityRoom.matches(room)) {
				throw new PacketParseException("a room that nobody may join or leave");
			}
		}
	}

}
