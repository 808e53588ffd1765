package io.github.socketiospring.autoconfigure;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.socketiospring.transport.forward.ForwardOptions;
import io.github.socketiospring.transport.forward.InternalAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ForwardingMapperTests {

	private static ForwardingMapper mapper(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		Map<String, String> map = new HashMap<>();
		for (String property : properties) {
			String[] parts = property.split("=", 2);
			map.put(parts[0], parts[1]);
			environment.setProperty(parts[0], parts[1]);
		}
		Binder binder = new Binder(new MapConfigurationPropertySource(map));
		return new ForwardingMapper(binder.bindOrCreate("socketio", SocketIOProperties.class),
				binder.bindOrCreate("socketio.adapter", SocketIOAdapterProperties.class), environment);
	}

	@Test
	void defaults() {
		assertThat(mapper().forwarding()).isEqualTo(new ForwardOptions(Duration.ofSeconds(2), Duration.ofSeconds(65),
				Duration.ofSeconds(10), 10_000, Duration.ofSeconds(30)));
		assertThat(mapper().internalAddress()).isEqualTo(InternalAddress.DEFAULT);
	}

	@Test
	void anAnswerMayTakeLongerThanAnyPoll() {
		assertThat(mapper("socketio.ping-interval=100s", "socketio.ping-timeout=50s").forwarding().answerTimeout())
			.isEqualTo(Duration.ofSeconds(155));
		assertThat(mapper("socketio.legacy.heartbeat-timeout=5m").forwarding().answerTimeout())
			.isEqualTo(Duration.ofSeconds(305));
		assertThat(mapper("socketio.legacy.polling-duration=7m").forwarding().answerTimeout())
			.isEqualTo(Duration.ofSeconds(425));
	}

	@ParameterizedTest
	@CsvSource({ "socketio.http-timeouts.idle=20s, 10s", "server.netty.idle-timeout=4s, 2s",
			"server.netty.idle-timeout=10m, 30s", "socketio.http-timeouts.enabled=false, 30s" })
	void connectionsAreGivenUpBeforeTheOtherServerDoes(String property, String idle) {
		assertThat(mapper(property).forwarding().idleTimeout())
			.isEqualTo(Duration.parse("PT" + idle.toUpperCase(java.util.Locale.ROOT)));
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.7, 10.0.0.7:80", "10.0.0.7:8081, 10.0.0.7:8081", "localhost:1, 127.0.0.1:1",
			"'[fd00::7]:8080', '[fd00:0:0:0:0:0:0:7]:8080'", "'[::1]', '[0:0:0:0:0:0:0:1]:80'" })
	void addresses(String text, String expected) throws UnknownHostException {
		var address = mapper("socketio.adapter.internal-address=" + text).internalAddress().resolve(80);
		assertThat(address.getAddress().getHostAddress())
			.isEqualTo(expected.substring(0, expected.lastIndexOf(':')).replace("[", "").replace("]", ""));
		assertThat(address.getPort()).isEqualTo(Integer.parseInt(expected.substring(expected.lastIndexOf(':') + 1)));
	}

	@Test
	void thisMachineHasAnAddress() throws UnknownHostException {
		var address = mapper("socketio.adapter.internal-address=:81").internalAddress().resolve(80);
		assertThat(address.getPort()).isEqualTo(81);
		assertThat(address.getAddress().isAnyLocalAddress()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "http://10.0.0.7", "10.0.0.7:", "10.0.0.7:0", "10.0.0.7:99999", "a b", "fd00::7",
			"10.0.0.7:80/x", "${HOST}" })
	void whatIsNoAddressIsRefused(String text) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> mapper("socketio.adapter.internal-address=" + text.replace("$", "\\$")).internalAddress())
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("socketio.adapter.internal-address");
				assertThat(ex.getReason()).contains("10.0.0.7");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.ssl.bundle=x", "server.ssl.key-store=x", "server.ssl.certificate=x" })
	void aServerThatSpeaksTlsNeedsAPortThatDoesNot(String property) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> mapper(property).internalAddress())
			.satisfies((ex) -> assertThat(ex.getReason()).contains("remove server.ssl,",
					"socketio.adapter.internal-address=:8081"));
		assertThat(mapper(property, "socketio.adapter.internal-address=:8081").internalAddress().port())
			.isEqualTo(8081);
		assertThat(mapper(property, "server.ssl.enabled=false").internalAddress()).isEqualTo(InternalAddress.DEFAULT);
	}

	@Test
	void soDoesAPortOfItsOwnWhateverTheApplicationsSpeaks() {
		assertThat(mapper("socketio.server.port=0", "server.ssl.bundle=x").internalAddress())
			.isEqualTo(InternalAddress.DEFAULT);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> mapper("socketio.server.port=0", "socketio.server.ssl.bundle=x").internalAddress())
			.satisfies((ex) -> assertThat(ex.getReason()).contains("remove socketio.server.ssl.bundle"));
	}

}
