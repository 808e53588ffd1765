package io.github.socketiospring.test;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.jspecify.annotations.Nullable;

/**
 * What clients of Engine.IO have in common.
 */
abstract class EngineIoDialect extends Dialect {

	private final String number;

	/**
	 * Creates a dialect.
	 * @param number what clients give as {@code EIO}
	 */
	EngineIoDialect(String number) {
		this.number = number;
	}

	@Override
	void open(TestConnection client) {
		client.server().openEngineIo(client, this.number);
	}

	@Override
	PacketFormat format(TestedServer server) {
		return server.format();
	}

	@Override
	@Nullable String sessionId(JsonCodec json, byte[] frame, int offset, int length) {
		return (frame[offset] == '0') ? json.readTree(frame, offset + 1, length - 1).path("sid").asString("") : null;
	}

}
