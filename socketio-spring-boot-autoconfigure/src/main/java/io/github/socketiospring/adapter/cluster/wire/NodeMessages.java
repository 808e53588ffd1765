package io.github.socketiospring.adapter.cluster.wire;

import java.util.Base64;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The messages of one namespace as Node's {@code ClusterAdapter} has them, which is what
 * the sharded and the streams adapter, and others of Node's, send: each has the id of the
 * server, the namespace, a type and data. Servers of this library tell each other more:
 * in fields, and by types, that Node's servers pass over. Safe for use by any thread.
 */
public final class NodeMessages {

	private static final Base64.Encoder ENCODER = Base64.getEncoder();

	private static final Base64.Decoder DECODER = Base64.getDecoder();

	private final MessageCodec codec;

	private final String namespace;

	private final String serverId;

	private final OwnMessages own;

	/** Whether servers of this library ask each other by private questions only. */
	private final boolean asksInPrivate;

	/**
	 * Creates the format.
	 * @param codec reads and writes values
	 * @param namespace the namespace's name
	 * @param serverId this server's id, or {@code "emitter"}
	 */
	public NodeMessages(MessageCodec codec, String namespace, String serverId) {
		this(codec, namespace, serverId, false);
	}

	/**
	 * Creates the format.
	 * @param codec reads and writes values
	 * @param namespace the namespace's name
	 * @param serverId this server's id
	 * @param asksInPrivate whether servers of this library also send each question as
	 * {@linkplain #writePrivate(ClusterMessage.Question) a private one}, or as an entry
	 * of a stream: then only that one is read
	 */
	public NodeMessages(MessageCodec codec, String namespace, String serverId, boolean asksInPrivate) {
		this.codec = codec;
		this.namespace = namespace;
		this.serverId = serverId;
		this.own = new OwnMessages(codec, serverId);
		this.asksInPrivate = asksInPrivate;
	}

	/**
	 * Writes a message as JSON, or as MessagePack if there is binary data in it. Readers
	 * know it by the first byte.
	 * @param message the message
	 * @param detailed whether the answer is for a server that has asked for details; all
	 * the same for what is no answer
	 * @return the bytes
	 * @throws JacksonException if a value in it cannot be written
	 */
	public byte[] write(ClusterMessage message, boolean detailed) {
		return write(output(message), new NodeData(message, detailed), 0);
	}

	/**
	 * Writes a message as MessagePack.
	 * @param message the message
	 * @param detailed whether the answer is for a server that has asked for details
	 * @return the bytes
	 * @throws JacksonException if a value in it cannot be written
	 */
	public byte[] writeMsgpack(ClusterMessage message, boolean detailed) {
		return write(new MsgpackOutput(this.codec.msgpack()), new NodeData(message, detailed), 0);
	}

	/**
	 * Writes a question as MessagePack, for servers of this library only.
	 * @param question the question
	 * @return the bytes
	 * @throws JacksonException if a value in it cannot be written
	 */
	public byte[] writePrivate(ClusterMessage.Question question) {
		return write(new MsgpackOutput(this.codec.msgpack()), new NodeData(question, true), NodeTypes.PRIVATE);
	}

	private MessageOutput output(ClusterMessage message) {
		return Answers.hasBinary(message) ? new MsgpackOutput(this.codec.msgpack()) : new JsonOutput(this.codec.json());
	}

	private byte[] write(MessageOutput output, NodeData data, int kind) {
		output.startObject(4);
		output.field("uid", this.serverId);
		output.field("nsp", this.namespace);
		output.field("type", kind + data.type());
		if (data.isPresent()) {
			output.name("data");
			data.write(output);
		}
		output.endObject();
		return output.toBytes();
	}

	/**
	 * Writes what an entry of a stream has beside the server's id and the namespace. A
	 * question is a private one: Node's servers publish theirs.
	 * @param message the message
	 * @return the entry
	 * @throws JacksonException if a value in it cannot be written
	 */
	public Entry writeEntry(ClusterMessage message) {
		return writeEntry(message, true);
	}

	/**
	 * Writes what an entry of a stream has beside the server's id and the namespace.
	 * @param message the message
	 * @param detailed whether an answer is for a server that has asked for details
	 * @return the entry
	 * @throws JacksonException if a value in it cannot be written
	 */
	public Entry writeEntry(ClusterMessage message, boolean detailed) {
		NodeData data = new NodeData(message, detailed);
		int kind = (message instanceof ClusterMessage.Question) ? NodeTypes.PRIVATE : 0;
		String type = Integer.toString(kind + data.type());
		if (!data.isPresent()) {
			return new Entry(type, null);
		}
		MessageOutput output = output(message);
		data.write(output);
		byte[] bytes = output.toBytes();
		return new Entry(type, (bytes[0] == '{') ? bytes : ENCODER.encode(bytes));
	}

	/**
	 * Reads a message. What it is for is asked before its values are touched, if the
	 * server has written that first.
	 * @param message the message, which does not change any more
	 * @param mayBeFor whether an event for these sockets is wanted; not asked where
	 * somebody waits for an answer
	 * @return the message; {@code null} if it is this server's own, for another
	 * namespace, for nobody here, or of a type that is not known
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received read(byte[] message, Predicate<Selection> mayBeFor) {
		if (this.own.isOwn(message)) {
			return null;
		}
		try (MessageInput input = this.codec.open(message)) {
			return reader(mayBeFor).read(input);
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	/**
	 * Reads an entry of a stream, which the caller knows to be for this namespace.
	 * @param sender the id of the server that has written it
	 * @param entry the rest of it
	 * @param mayBeFor whether an event for these sockets is wanted
	 * @return the message; {@code null} if it is this server's own, for nobody here, or
	 * of a type that is not known
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received readEntry(String sender, Entry entry, Predicate<Selection> mayBeFor) {
		if (sender.equals(this.serverId)) {
			return null;
		}
		return decodeEntry(sender, entry, mayBeFor);
	}

	/**
	 * Reads an entry of a stream, this server's own too.
	 * @param sender the id of the server that has written it
	 * @param entry the rest of it
	 * @param mayBeFor whether an event for these sockets is wanted
	 * @return the message; {@code null} if it is for nobody who is wanted, or of a type
	 * that is not known
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received decodeEntry(String sender, Entry entry, Predicate<Selection> mayBeFor) {
		NodeReader reader = reader(mayBeFor);
		int type = type(entry.type());
		byte[] data = entry.data();
		if (data == null || data.length == 0) {
			return reader.read(sender, type, null);
		}
		try (MessageInput input = this.codec.open((data[0] == '{') ? data : decoded(data))) {
			Received received = reader.read(sender, type, input);
			if (received != null) {
				input.end();
			}
			return received;
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	private NodeReader reader(Predicate<Selection> mayBeFor) {
		return new NodeReader(this.serverId, this.namespace, mayBeFor, this.asksInPrivate);
	}

	private byte[] decoded(byte[] base64) {
		if (base64.length / 4 > this.codec.limits().maxBytes() / 3) {
			throw new PacketParseException("message longer than " + this.codec.limits().maxBytes() + " bytes");
		}
		try {
			return DECODER.decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new PacketParseException("invalid base64");
		}
	}

	private static int type(String digits) {
		try {
			return Integer.parseInt(digits);
		}
		catch (NumberFormatException ex) {
			throw new PacketParseException("type is no number");
		}
	}

	/**
	 * A part of an entry of a stream.
	 *
	 * @param type the type of the message, a decimal number
	 * @param data JSON, or MessagePack as base64; {@code null} for a message without
	 * data, whose entry has none
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Entry(String type, byte @Nullable [] data) {
	}

}
