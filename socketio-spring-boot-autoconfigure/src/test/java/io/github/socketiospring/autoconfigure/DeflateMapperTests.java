package io.github.socketiospring.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeflateMapper}: where the library for small windows is missing.
 */
class DeflateMapperTests {

	private static SocketIOProperties.PerMessageDeflate properties(boolean enabled, int serverMaxWindowBits) {
		return new SocketIOProperties.PerMessageDeflate(enabled, DataSize.ofBytes(1024), 6, false, false,
				serverMaxWindowBits, 9);
	}

	@Test
	void smallWindowsNeedALibrary() {
		DeflateMapper mapper = new DeflateMapper(properties(true, 14), false);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(mapper::options)
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("socketio.per-message-deflate.server-max-window-bits");
				assertThat(ex.getReason()).contains("add the dependency com.jcraft:jzlib");
			});
		assertThat(new DeflateMapper(properties(true, 14), true).options()).isNotNull();
	}

	@Test
	void theLargestWindowAndTheClientsNeedNone() {
		assertThat(new DeflateMapper(properties(true, 15), false).options()).isNotNull();
	}

	@Test
	void withoutCompressionNothingIsNeeded() {
		assertThat(new DeflateMapper(properties(false, 14), false).options()).isNull();
	}

}
