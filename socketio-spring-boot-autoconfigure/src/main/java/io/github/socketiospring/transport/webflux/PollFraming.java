package io.github.socketiospring.transport.webflux;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the bodies of one client's polls: plainly, or as JSONP. Immutable.
 */
public interface PollFraming {

	/**
	 * Returns the content type of a response to a poll.
	 * @param binary whether the packets are bytes rather than text
	 * @return the content type
	 */
	CharSequence contentType(boolean binary);

	/**
	 * Wraps the body of a response to a poll.
	 * @param payload the packets
	 * @return the body
	 */
	byte[] wrap(byte[] payload);

	/**
	 * Unwraps the body of a request.
	 * @param body the body
	 * @return the packets, or {@code null} if the body is not wrapped as it must be
	 */
	byte @Nullable [] unwrap(byte[] body);

	/** Bodies are what they are. */
	PollFraming PLAIN = new PollFraming() {

		private final AsciiString text = AsciiString.cached("text/plain; charset=UTF-8");

		private final AsciiString bytes = AsciiString.cached("application/octet-stream");

		@Override
		public CharSequence contentType(boolean binary) {
			return binary ? this.bytes : this.text;
		}

		@Override
		public byte[] wrap(byte[] payload) {
			return payload;
		}

		@Override
		public byte[] unwrap(byte[] body) {
			return body;
		}

	};

}
