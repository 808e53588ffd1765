package io.github.socketiospring.engine;

import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * All that differs between generations of clients on the engine's level, chosen once at
 * the handshake. Stateless and shared by all sessions of that generation.
 */
public interface ProtocolRevision {

	/**
	 * Returns what applications call this generation.
	 * @return the name, such as {@code EIO4}
	 */
	String name();

	/**
	 * Returns the first message of a session.
	 * @param sid the session's id
	 * @param upgrades the names of the transports the client may upgrade to
	 * @param options the engine's options
	 * @return the message
	 */
	EngineMessage open(String sid, List<String> upgrades, EngineOptions options);

	/**
	 * Tells what a text frame means.
	 * @param frame holds the frame
	 * @param offset where it begins
	 * @param length its length, at least 1
	 * @return what it asks of the session
	 */
	Signal signal(byte[] frame, int offset, int length);

	/**
	 * Returns what stands in front of the content of messages.
	 * @return the framing, always the same one
	 */
	MessageFraming framing();

	/**
	 * Returns how many bytes stand before the base64 of a {@link Signal#BASE64_MESSAGE};
	 * a shorter frame must not be called one.
	 * @return the length of the prefix
	 */
	int base64PrefixLength();

	/**
	 * Returns the content of a binary frame.
	 * @param frame the frame, which now belongs to the revision and the caller
	 * @return the content, or {@code null} if this is no message
	 */
	byte @Nullable [] binaryContent(byte[] frame);

	/**
	 * Turns a binary message into text, for clients that cannot take bytes.
	 * @param message a message of bytes
	 * @return the same as text
	 */
	EngineMessage base64Message(EngineMessage message);

	/**
	 * Returns the message that ends a session on transports that cannot be closed.
	 * @return the message
	 */
	EngineMessage closeMessage();

	/**
	 * Returns the message that means nothing, to end a poll with.
	 * @return the message
	 */
	EngineMessage noopMessage();

	/**
	 * Returns the answer to the probe of a new transport.
	 * @return the message
	 */
	EngineMessage probeAnswer();

	/**
	 * Tells whether a frame is the probe of a new transport.
	 * @param frame holds the frame
	 * @param offset where it begins
	 * @param length its length, at least 1
	 * @return {@code true} if it must be answered with {@link #probeAnswer()}
	 */
	boolean isProbe(byte[] frame, int offset, int length);

	/**
	 * Returns how many packets that are none a client may send in a row: each is dropped,
	 * and the one after them ends the session.
	 * @return the number; 0 if the first ends it
	 */
	int maxMalformedPackets();

	/**
	 * Returns who beats the heart, and when a session is dead.
	 * @return the heartbeat
	 */
	Heartbeat heartbeat();

	/**
	 * Returns how polling bodies are put together.
	 * @param opening the query of the request that opened the session
	 * @param query the query of the request to answer
	 * @return the format
	 */
	PayloadFormat payloads(MultiValueMap<String, String> opening, MultiValueMap<String, String> query);

}
