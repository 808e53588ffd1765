package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.websocket.DeflateOptions;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of permessage-deflate into options, and refuses values that cannot
 * work.
 */
final class DeflateMapper {

	private static final String KEY = "per-message-deflate.";

	private static final int MAX_LEVEL = 9;

	private final SocketIOProperties.PerMessageDeflate deflate;

	private final boolean smallWindows;

	DeflateMapper(SocketIOProperties.PerMessageDeflate deflate) {
		this(deflate, DeflateOptions.hasSmallWindows());
	}

	DeflateMapper(SocketIOProperties.PerMessageDeflate deflate, boolean smallWindows) {
		this.deflate = deflate;
		this.smallWindows = smallWindows;
	}

	@Nullable DeflateOptions options() {
		DeflateOptions options = new DeflateOptions(
				PropertyChecks.threshold(KEY + "threshold", this.deflate.threshold()), level(),
				this.deflate.serverNoContextTakeover(), this.deflate.clientNoContextTakeover(),
				bits("server-max-window-bits", this.deflate.serverMaxWindowBits()),
				bits("client-max-window-bits", this.deflate.clientMaxWindowBits()));
		if (!this.deflate.enabled()) {
			return null;
		}
		if (options.serverMaxWindowBits() < DeflateOptions.MAX_WINDOW_BITS && !this.smallWindows) {
			throw PropertyChecks.invalid(KEY + "server-max-window-bits", options.serverMaxWindowBits(),
					"The JDK compresses with 15 bits only: add the dependency com.jcraft:jzlib, or remove the property");
		}
		return options;
	}

	private int level() {
		int level = this.deflate.level();
		if (level < 0 || level > MAX_LEVEL) {
			throw PropertyChecks.invalid(KEY + "level", level,
					"A level is between 0, which does not compress, and 9, which compresses most");
		}
		return level;
	}

	private static int bits(String key, int value) {
		if (value < DeflateOptions.MIN_WINDOW_BITS || value > DeflateOptions.MAX_WINDOW_BITS) {
			throw PropertyChecks.invalid(KEY + key, value, "A window has between 9 (512 bytes) and 15 (32 KB) bits");
		}
		return value;
	}

}
