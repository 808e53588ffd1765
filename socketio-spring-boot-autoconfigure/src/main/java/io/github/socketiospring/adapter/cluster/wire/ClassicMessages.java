package io.github.socketiospring.adapter.cluster.wire;

import java.util.function.Function;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The messages of one namespace as npm's {@code @socket.io/redis-adapter} and
 * {@code redis-emitter} have them: events on channels of their own, requests, responses.
 * Servers of this library tell each other more: in fields, and by types, that Node's
 * servers pass over. Safe for use by any thread.
 */
public final class ClassicMessages {

	private final MessageCodec codec;

	private final String namespace;

	private final String serverId;

	private final OwnMessages own;

	/**
	 * Creates the format.
	 * @param codec reads and writes values
	 * @param namespace the namespace's name
	 * @param serverId this server's id, or {@code "emitter"}
	 */
	public ClassicMessages(MessageCodec codec, String namespace, String serverId) {
		this.codec = codec;
		this.namespace = namespace;
		this.serverId = serverId;
		this.own = new OwnMessages(codec, serverId);
	}

	private ClassicWriter writer() {
		return new ClassicWriter(this.namespace, this.serverId);
	}

	private ClassicReader reader() {
		return new ClassicReader(this.namespace, this.serverId);
	}

	private MessageOutput msgpack() {
		return new MsgpackOutput(this.codec.msgpack());
	}

	/** Node's servers take both, and know them by the first byte. */
	private MessageOutput output(boolean msgpack) {
		return msgpack ? msgpack() : new JsonOutput(this.codec.json());
	}

	/**
	 * Writes an event for the channel of events, or that of the only room it is for.
	 * @param broadcast the event
	 * @return the bytes
	 * @throws JacksonException if an argument cannot be written
	 */
	public byte[] writeEvent(Command.Broadcast broadcast) {
		return writer().event(msgpack(), broadcast);
	}

	/**
	 * Writes what is for the channel of requests.
	 * @param message no answer, and no {@link Command.Broadcast}
	 * @return the bytes
	 * @throws JacksonException if a value in it cannot be written
	 */
	public byte[] writeRequest(ClusterMessage message) {
		boolean msgpack = ClassicWriter.isBroadcastWithAck(message) || Answers.hasBinary(message);
		return writer().request(output(msgpack), message);
	}

	/**
	 * Writes an answer for the channel of responses, or the specific one of who asks.
	 * @param answer the answer
	 * @param detailed whether it is for a server that has asked for details
	 * @return the bytes
	 * @throws JacksonException if a value in it cannot be written
	 */
	public byte[] writeResponse(ClusterMessage.Response answer, boolean detailed) {
		boolean msgpack = answer instanceof ClusterMessage.ClientAnswer || Answers.hasBinary(answer);
		return writer().response(output(msgpack), answer, detailed);
	}

	/**
	 * Reads what has come on a channel of events.
	 * @param message the message, which does not change any more
	 * @param mayBeFor whether an event for these sockets is wanted
	 * @return an order; {@code null} if it is this server's own, for another namespace,
	 * for nobody here, or no event
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received readEvent(byte[] message, Predicate<Selection> mayBeFor) {
		return read(message, (input) -> reader().event(input, mayBeFor));
	}

	/**
	 * Reads what has come on the channel of requests.
	 * @param message the message, which does not change any more
	 * @param mayBeFor whether one of these sockets is here
	 * @return an order, a question or a sign of life; {@code null} if it is this server's
	 * own, or of a type that is not known
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received readRequest(byte[] message, Predicate<Selection> mayBeFor) {
		return read(message, (input) -> {
			ClassicRequest request = reader().request(input);
			return (request != null) ? request.received(this, mayBeFor) : null;
		});
	}

	/** What very old servers wait for when they have sent an order. */
	byte[] receipt(String requestId) {
		MessageOutput output = output(false);
		output.startObject(1);
		output.field("requestId", requestId);
		output.endObject();
		return output.toBytes();
	}

	/**
	 * Reads what has come on a channel of responses.
	 * @param message the message, which does not change any more
	 * @return an answer to a question of this server; {@code null} if it is for another
	 * one, or of a type that is not known
	 * @throws PacketParseException if it is not valid, or beyond a limit; nothing else is
	 * thrown
	 */
	public @Nullable Received readResponse(byte[] message) {
		return read(message, (input) -> reader().response(input));
	}

	private @Nullable Received read(byte[] message, Function<MessageInput, @Nullable Received> reading) {
		if (this.own.isOwn(message)) {
			return null;
		}
		try (MessageInput input = this.codec.open(message)) {
			return reading.apply(input);
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

}
