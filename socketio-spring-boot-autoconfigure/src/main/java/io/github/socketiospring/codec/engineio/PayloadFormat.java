package io.github.socketiospring.codec.engineio;

import java.util.List;

/**
 * How packets are put together in the body of a polling request or response.
 */
public interface PayloadFormat {

	/**
	 * Encodes a response body.
	 * @param messages at least one message
	 * @return the body
	 */
	EncodedPayload encode(List<EngineMessage> messages);

	/**
	 * Tells whether a request body may be declared as binary.
	 * @return {@code false} if such a request must be refused
	 */
	boolean acceptsBinaryBodies();

	/**
	 * Decodes a request body, handing over each packet as soon as it is found: those
	 * before an invalid one are consumed.
	 * @param body the body, which now belongs to the decoder and the consumer; valid
	 * UTF-8 unless it is binary
	 * @param binary whether the body was declared as binary
	 * @param consumer takes the packets
	 * @throws PayloadException if the body is not a valid payload
	 */
	void decode(byte[] body, boolean binary, PayloadConsumer consumer) throws PayloadException;

}
