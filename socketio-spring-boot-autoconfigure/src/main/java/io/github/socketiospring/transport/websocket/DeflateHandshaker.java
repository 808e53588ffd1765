package io.github.socketiospring.transport.websocket;

import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates permessage-deflate. Netty's own handshaker only does what the client asks
 * for; here it is given what client and server agree on, as if the client had.
 *
 * @param options what the server wants
 * @param maxMessageSize the largest inflated frame, in bytes
 */
record DeflateHandshaker(DeflateOptions options, int maxMessageSize) implements WebSocketServerExtensionHandshaker {

	private static final String NAME = "permessage-deflate";

	@Override
	public @Nullable WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
		if (!NAME.equals(offer.name())) {
			return null;
		}
		boolean smallWindows = DeflateOptions.hasSmallWindows();
		DeflateAgreement agreement = DeflateAgreement.of(offer.parameters(), this.options, smallWindows);
		if (agreement == null) {
			return null;
		}
		Map<String, @Nullable String> parameters = agreement.parameters();
		WebSocketServerExtension codecs = codecs(agreement, parameters, smallWindows);
		return (codecs != null) ? new Agreed(codecs, parameters) : null;
	}

	private @Nullable WebSocketServerExtension codecs(DeflateAgreement agreement,
			Map<String, @Nullable String> parameters, boolean smallWindows) {
		Map<String, @Nullable String> asked = new LinkedHashMap<>(parameters);
		if (!smallWindows) {
			// The largest one, which Netty declines to be asked for.
			asked.remove(DeflateAgreement.SERVER_MAX_WINDOW_BITS);
		}
		return new PerMessageDeflateServerExtensionHandshaker(this.options.level(), smallWindows,
				PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE, true, agreement.clientNoContextTakeover(),
				this.maxMessageSize)
			.handshakeExtension(new WebSocketExtensionData(NAME, asked));
	}

	/**
	 * The extension as agreed.
	 *
	 * @param codecs makes Netty's codecs
	 * @param parameters what the client is told
	 */
	private record Agreed(WebSocketServerExtension codecs,
			Map<String, @Nullable String> parameters) implements WebSocketServerExtension {

		@Override
		public int rsv() {
			return this.codecs.rsv();
		}

		@Override
		public WebSocketExtensionEncoder newExtensionEncoder() {
			return this.codecs.newExtensionEncoder();
		}

		@Override
		public WebSocketExtensionDecoder newExtensionDecoder() {
			return this.codecs.newExtensionDecoder();
		}

		@Override
		public WebSocketExtensionData newReponseData() {
			return new WebSocketExtensionData(NAME, this.parameters);
		}

	}

}
