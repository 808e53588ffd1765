package io.github.socketiospring.adapter.cluster.wire;

import java.time.Duration;
import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What Node's adapters call {@code opts}: which sockets, and flags.
 *
 * @param selection which sockets
 * @param isVolatile whether sockets that cannot take an event right now miss it
 * @param compress whether an event may be compressed
 * @param timeout how long answers are waited for, {@code null} if it is not told
 */
record Options(Selection selection, boolean isVolatile, boolean compress, @Nullable Duration timeout) {

	/**
	 * For whoever does not tell how long it waits. Longer than anybody does: what is
	 * answered is bounded by other means.
	 */
	static final Duration UNKNOWN_TIMEOUT = Duration.ofMinutes(1);

	private static final Keys KEYS = new Keys("rooms", "except", "flags", "single");

	private static final Keys FLAGS = new Keys("volatile", "compress", "timeout");

	static Options of(Selection selection) {
		return new Options(selection, false, true, null);
	}

	static Options of(Command.Broadcast broadcast) {
		return new Options(broadcast.selection(), broadcast.isVolatile(), broadcast.compress(), null);
	}

	static Options of(Request.BroadcastWithAck broadcast) {
		return new Options(broadcast.selection(), broadcast.isVolatile(), broadcast.compress(), broadcast.timeout());
	}

	Duration timeoutOrDefault() {
		return (this.timeout != null) ? this.timeout : UNKNOWN_TIMEOUT;
	}

	/** Only the one socket whose id it is, not others in a room of this name. */
	private boolean isSingle() {
		return this.selection.socket() != null;
	}

	private Set<String> rooms() {
		return (this.selection.socket() != null) ? Set.of(this.selection.socket()) : this.selection.rooms();
	}

	void write(MessageOutput output, boolean withFlags) {
		output.startObject(3);
		output.field("rooms", rooms());
		output.field("except", this.selection.except());
		if (withFlags) {
			output.name("flags");
			output.startObject(0);
			if (this.isVolatile) {
				output.field("volatile", true);
			}
			if (!this.compress) {
				output.field("compress", false);
			}
			if (this.timeout != null) {
				output.field("timeout", this.timeout.toMillis());
			}
			output.endObject();
		}
		if (isSingle()) {
			output.field("single", true);
		}
		output.endObject();
	}

	/** Writes which sockets something is done to, and what it is. */
	static void writeWith(MessageOutput output, Command command, boolean withFlags) {
		if (command instanceof Command.Join join) {
			write(output, join.selection(), withFlags);
			output.field("rooms", join.rooms());
		}
		else if (command instanceof Command.Leave leave) {
			write(output, leave.selection(), withFlags);
			output.field("rooms", leave.rooms());
		}
		else if (command instanceof Command.Disconnect disconnect) {
			write(output, disconnect.selection(), withFlags);
			output.field("close", disconnect.closeConnection());
		}
	}

	private static void write(MessageOutput output, Selection selection, boolean withFlags) {
		output.name("opts");
		of(selection).write(output, withFlags);
	}

	static Options read(MessageInput input) {
		Set<String> rooms = Set.of();
		Set<String> except = Set.of();
		boolean single = false;
		Options flags = of(Selection.ALL);
		input.enterObject();
		int key;
		while ((key = input.nextKey(KEYS)) != Keys.END) {
			switch (key) {
				case 0 -> rooms = input.rooms();
				case 1 -> except = input.rooms();
				case 2 -> flags = (input.kind() == MessageInput.Kind.OBJECT) ? readFlags(input) : skip(input, flags);
				case 3 -> single = input.isTrue();
				default -> input.skip();
			}
		}
		Selection selection = (single && rooms.size() == 1) ? Selection.socket(rooms.iterator().next())
				: new Selection(rooms, except, false);
		return new Options(selection, flags.isVolatile(), flags.compress(), flags.timeout());
	}

	private static Options skip(MessageInput input, Options none) {
		input.skip();
		return none;
	}

	private static Options readFlags(MessageInput input) {
		boolean isVolatile = false;
		boolean compress = true;
		Duration timeout = null;
		input.enterObject();
		int key;
		while ((key = input.nextKey(FLAGS)) != Keys.END) {
			switch (key) {
				case 0 -> isVolatile = input.isTrue();
				case 1 -> compress = input.kind() != MessageInput.Kind.BOOLEAN || input.truth();
				case 2 -> timeout = timeout(input);
				default -> input.skip();
			}
		}
		return new Options(Selection.ALL, isVolatile, compress, timeout);
	}

	/** What no timer can wait for is as good as none. */
	static @Nullable Duration timeout(MessageInput input) {
		if (input.kind() != MessageInput.Kind.NUMBER) {
			input.skip();
			return null;
		}
		double millis = input.number();
		return (millis >= 0 && millis <= Integer.MAX_VALUE) ? Duration.ofMillis((long) Math.ceil(millis)) : null;
	}

}
