package io.github.socketiospring.codec.engineio;

/**
 * The body of a polling response.
 *
 * @param body the bytes
 * @param binary whether they must be declared as binary rather than as text
 * @param compressible whether they may be compressed
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedPayload(byte[] body, boolean binary, boolean compressible) {

}
