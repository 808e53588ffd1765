package io.github.socketiospring.transport.hixie;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * Has handshakes served whose session another server holds. Asked when a session is not
 * here. Safe for use by any thread.
 */
public interface RemoteHandshakes {

	/** There are no other servers. */
	RemoteHandshakes NONE = new RemoteHandshakes() {

		@Override
		public boolean mayHold(String sid) {
			return false;
		}

		@Override
		public String header() {
			return "";
		}

		@Override
		public @Nullable String scheme(String value, String target, String host) {
			return "";
		}

		@Override
		public void handOn(Channel client, Handshake handshake, Taking taking) {
			handshake.rest().release();
			taking.unreachable();
		}

	};

	/**
	 * Tells whether another server may hold a session. Answers at once.
	 * @param sid what a client calls a session, unchecked
	 * @return {@code false} if no other server can
	 */
	boolean mayHold(String sid);

	/**
	 * Returns the name of the header of handshakes that another server has handed on.
	 * @return the name, in lower case
	 */
	String header();

	/**
	 * Checks that header.
	 * @param value the header's value, which anybody may have made
	 * @param target the path and the query of the handshake
	 * @param host the {@code Host} of the handshake
	 * @return how the client came, {@code http} or {@code https}; empty if the handshake
	 * was meant for another server; {@code null} if the value is forged
	 */
	@Nullable String scheme(String value, String target, String host);

	/**
	 * Hands a handshake on.
	 * @param client the client's connection, which reads nothing by itself
	 * @param handshake what the client has sent
	 * @param taking is told what becomes of it, once, on the connection's event loop
	 */
	void handOn(Channel client, Handshake handshake, Taking taking);

	/**
	 * What a client has sent.
	 *
	 * @param sid the id of its session
	 * @param target the path and the query
	 * @param host the {@code Host}
	 * @param secure whether it came by TLS
	 * @param head the request line and the headers, without the empty line behind them
	 * @param rest what follows that line; no more the caller's
	 */
	record Handshake(String sid, String target, String host, boolean secure, String head, ByteBuf rest) {
	}

	/**
	 * Gives the client's connection away, or goes on with it.
	 */
	interface Taking {

		/**
		 * Another server is reached.
		 * @param end takes and writes the bytes of the client's connection from now on
		 */
		void connected(ChannelHandler end);

		/** No other server can be reached that holds the session. */
		void unreachable();

	}

}
