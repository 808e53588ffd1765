package io.github.socketiospring.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.legacy.LegacyPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What clients of one generation speak above the engine: the format of their packets, how
 * they join namespaces, and what becomes of packets that make no sense. Chosen once per
 * client, by the revision of its engine session. Stateless, so safe for use by any
 * thread.
 */
public abstract sealed class PacketProtocol permits ExplicitJoins, ImplicitRoot {

	private static final Log logger = LogFactory.getLog(PacketProtocol.class);

	private final Revision revision;

	private final PacketFormat format;

	PacketProtocol(Revision revision, PacketFormat format) {
		this.revision = revision;
		this.format = format;
	}

	/**
	 * Socket.IO protocol 5, above Engine.IO 4: a client joins every namespace by a
	 * CONNECT packet.
	 * @param format how packets are written
	 * @return the protocol
	 */
	public static PacketProtocol protocol5(PacketFormat format) {
		return new ExplicitJoins(format);
	}

	/**
	 * Socket.IO protocols 3 and 4, above Engine.IO 3: the server joins the root namespace
	 * for a client, both sides derive the same socket ids, and errors are bare values.
	 * @param format how packets are written, as protocol 5 has it
	 * @return the protocol
	 */
	public static PacketProtocol protocol4(PacketFormat format) {
		return new ImplicitRoot(Revision.EIO3, format.forProtocol4());
	}

	/**
	 * Socket.IO protocol 1, which has no Engine.IO below it: the root namespace is the
	 * connection itself. That binary data is sent as text is logged once.
	 * @param json reads and writes the arguments
	 * @return the protocol
	 */
	public static PacketProtocol protocol1(JsonCodec json) {
		AtomicBoolean reported = new AtomicBoolean();
		return new RootIsConnection(new LegacyPacketFormat(json, () -> {
			if (reported.compareAndSet(false, true)) {
				logger.info("Socket.IO 0.7 to 0.9 has no binary data: such clients get byte[] as a base64 string");
			}
		}));
	}

	/** What applications call this generation. */
	final Revision revision() {
		return this.revision;
	}

	final PacketFormat format() {
		return this.format;
	}

	/**
	 * Whether a client may ask to join a namespace it has joined, and is answered again,
	 * or one it is joining; if not, that breaks the protocol.
	 */
	boolean mayJoinAgain() {
		return false;
	}

	/**
	 * Whether the connection ends when the server disconnects a client from the root
	 * namespace; if not, its other namespaces stay.
	 */
	boolean endsWithRoot() {
		return false;
	}

	/**
	 * How many packets that make no sense a client may send in a row: each is dropped,
	 * and the one after them ends the connection.
	 */
	int maxMalformedPackets() {
		return 0;
	}

	/**
	 * Whether packets for namespaces that the client is not in are dropped; if not, they
	 * break the protocol.
	 */
	boolean ignoresStrays() {
		return false;
	}

	/**
	 * Whether clients keep more event names to themselves than those that are reserved.
	 */
	boolean keepsNames() {
		return false;
	}

	/**
	 * Whether clients may get their sockets back after their connection was lost, and so
	 * are sent the offsets of events. Older ones would hand them to the application.
	 */
	boolean recovers() {
		return false;
	}

	/**
	 * Whether the server joins the root namespace for a client that has asked for nothing
	 * yet; if not, a client must say what it joins, and in time.
	 */
	abstract boolean joinsRootAtOnce();

	/**
	 * Reads a CONNECT packet.
	 * @param name what the packet names as its namespace
	 * @param auth the packet's data, a {@code MissingNode} if there is none
	 * @return what the client asks for
	 */
	abstract JoinRequest request(String name, JsonNode auth);

	/**
	 * Returns the id of a socket.
	 * @param namespace the namespace it joins
	 * @param sessionId the id of its session
	 * @param fresh makes an id nobody has had
	 * @return the id
	 */
	abstract String socketId(String namespace, String sessionId, Supplier<String> fresh);

	/**
	 * Returns what logs call a socket.
	 * @param socketId the socket's id
	 * @return the id, without what nobody but the client may know
	 */
	String nameInLogs(String socketId) {
		return socketId;
	}

	/**
	 * Returns the packet that tells a client it has joined.
	 * @param namespace the namespace
	 * @param socketId its socket's id
	 * @param privateId the secret by which it gets the socket back, or {@code null}
	 * @return the packet
	 */
	abstract Packet.Connect joined(String namespace, String socketId, @Nullable String privateId);

	/**
	 * Returns the packet that tells a client it has not joined.
	 * @param namespace the namespace, as the client wrote it
	 * @param message what went wrong
	 * @param data more about it, or {@code null}
	 * @return the packet
	 */
	abstract Packet.ConnectError refused(String namespace, String message, @Nullable Object data);

	/**
	 * Returns the packet that tells a client of an error.
	 * @param namespace the namespace
	 * @param name the error's name
	 * @param message what went wrong, for the client
	 * @return the packet, or {@code null} if this protocol has no place for errors
	 */
	@Nullable Packet error(String namespace, String name, String message) {
		return null;
	}

}
