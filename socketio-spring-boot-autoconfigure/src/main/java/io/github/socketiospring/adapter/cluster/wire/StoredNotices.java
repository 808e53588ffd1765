package io.github.socketiospring.adapter.cluster.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What Node's Postgres adapter sends in place of a message that is binary, or too large
 * to be sent: where the message is. Safe for use by any thread.
 */
public final class StoredNotices {

	/** What comes behind the id. */
	public static final String END = "\"}";

	/** Two ids, a type, and what is between them. */
	private static final int MAX_LENGTH = 512;

	private static final int MAX_DIGITS = 19;

	private static final String KEY = "attachmentId";

	private static final String QUOTED_KEY = '"' + KEY + '"';

	private static final Keys KEYS = new Keys(KEY);

	private final MessageCodec codec;

	private final String serverId;

	private final OwnMessages own;

	/**
	 * Creates the format.
	 * @param codec reads and writes values
	 * @param serverId this server's id, or {@code "emitter"}
	 */
	public StoredNotices(MessageCodec codec, String serverId) {
		this.codec = codec;
		this.serverId = serverId;
		this.own = new OwnMessages(codec, serverId);
	}

	/**
	 * Writes what comes before the id.
	 * @param message the message that is stored
	 * @return the beginning of a notice
	 */
	public byte[] begin(ClusterMessage message) {
		JsonOutput output = new JsonOutput(this.codec.json());
		output.startObject(3);
		output.field("uid", this.serverId);
		output.field("type", new NodeData(message, true).type());
		output.field(KEY, "");
		byte[] withQuote = output.toBytes();
		return Arrays.copyOf(withQuote, withQuote.length - 1);
	}

	/**
	 * Reads a notice.
	 * @param message what has come
	 * @return the id of the message; {@code null} if this is no notice but a message, or
	 * this server's own
	 * @throws PacketParseException if it is not valid; nothing else is thrown
	 */
	public @Nullable Long read(byte[] message) {
		if (message.length > MAX_LENGTH || this.own.isOwn(message) || !mayBeNotice(message)) {
			return null;
		}
		try (MessageInput input = this.codec.open(message)) {
			Long id = null;
			input.enterObject();
			int key;
			while ((key = input.nextKey(KEYS)) != Keys.END) {
				if (key == 0) {
					id = Long.valueOf(input.text(MAX_DIGITS));
				}
				else {
					input.skip();
				}
			}
			input.end();
			return id;
		}
		catch (NumberFormatException ex) {
			throw new PacketParseException("no number where the id of a stored message must be");
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	/** Most messages are none, and need not be parsed twice. */
	private static boolean mayBeNotice(byte[] message) {
		return new String(message, StandardCharsets.ISO_8859_1).contains(QUOTED_KEY);
	}

}
