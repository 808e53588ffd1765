package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What developers read when their configuration or their handlers cannot work.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					socketio.path=socket.io | begins with a slash
					socketio.path=/ | begins with a slash
					socketio.path=/a b | begins with a slash
					socketio.path=/io/** | no wildcards
					socketio.path=/io/{room} | no wildcards
					socketio.path=/io?x=1 | no wildcards
					socketio.path=/io/../x | no wildcards
					socketio.path=//io | no wildcards
					socketio.adapter.sticky-sessions=false | The servers must know of each other
					socketio.adapter.internal-address=http://x,socketio.adapter.sticky-sessions=false | without a scheme
					socketio.adapter.forwarding.max-connections=0,socketio.adapter.sticky-sessions=false | least possible value is 1
					socketio.adapter.forwarding.connect-timeout=0s,socketio.adapter.sticky-sessions=false | between 1ms and 12d
					socketio.transports= | polling, websocket
					socketio.legacy.transports= | at least one of: websocket, flashsocket, htmlfile, xhr-multipart, xhr-polling, jsonp-polling
					socketio.legacy.heartbeat-interval=0 | between 1ms and 12d
					socketio.legacy.heartbeat-interval=13d,socketio.legacy.heartbeat-timeout=14d | between 1ms and 12d
					socketio.legacy.heartbeat-timeout=-1s | between 1ms and 12d
					socketio.legacy.heartbeat-timeout=13d | between 1ms and 12d
					socketio.legacy.heartbeat-timeout=25s | longer than socketio.legacy.heartbeat-interval, which is 25000ms
					socketio.legacy.heartbeat-timeout=24s | longer than socketio.legacy.heartbeat-interval, which is 25000ms
					socketio.legacy.heartbeat-timeout=5m,socketio.legacy.heartbeat-interval=6m | longer than socketio.legacy.heartbeat-interval, which is 360000ms
					socketio.legacy.close-timeout=0s | between 1ms and 12d
					socketio.legacy.close-timeout=20s | longer than socketio.legacy.polling-duration, which is 20000ms
					socketio.legacy.polling-duration=-1ms | between 1ms and 12d
					socketio.legacy.polling-duration=0 | between 1ms and 12d
					socketio.ping-interval=0 | between 1ms and 12d
					socketio.ping-interval=-1s | between 1ms and 12d
					socketio.ping-interval=13d | between 1ms and 12d
					socketio.ping-timeout=0s | between 1ms and 12d
					socketio.upgrade-timeout=-5ms | between 1ms and 12d
					socketio.connect-timeout=0ms | between 1ms and 12d
					socketio.ack-timeout=0 | between 1ms and 12d
					socketio.http-timeouts.request-head=0s | between 1ms and 12d
					socketio.http-timeouts.idle=-1s | between 1ms and 12d
					socketio.handlers.shutdown-timeout=-1s | between 0s and 12d
					socketio.shutdown.drain=-1s | between 0s and 12d
					socketio.shutdown.drain=25s | spring.lifecycle.timeout-per-shutdown-phase, which is 30000ms
					socketio.shutdown.drain=25s | it would take 35000ms: raise the time-out to that
					socketio.shutdown.drain=6s,spring.lifecycle.timeout-per-shutdown-phase=15s | it would take 16000ms
					socketio.handlers.max-threads=0 | least possible value is 1
					socketio.limits.max-jobs-per-socket=0 | least possible value is 1
					socketio.max-http-buffer-size=0B | between 1B and 1GB
					socketio.max-http-buffer-size=-1MB | between 1B and 1GB
					socketio.max-http-buffer-size=2GB | between 1B and 1GB
					socketio.max-buffered-bytes=0 | between 16KB and 1GB
					socketio.max-buffered-bytes=10 | between 16KB and 1GB
					socketio.max-buffered-bytes=16383B | between 16KB and 1GB
					socketio.max-buffered-bytes=2GB | between 16KB and 1GB
					socketio.max-attachments=-1 | least possible value is 0
					socketio.http-compression.threshold=-1B | between 0B and 2GB
					socketio.per-message-deflate.threshold=3GB | between 0B and 2GB
					socketio.per-message-deflate.level=10 | between 0, which does not compress, and 9
					socketio.per-message-deflate.level=-1 | between 0, which does not compress, and 9
					socketio.per-message-deflate.server-max-window-bits=16 | between 9 (512 bytes) and 15
					socketio.per-message-deflate.server-max-window-bits=8 | between 9 (512 bytes) and 15
					socketio.per-message-deflate.client-max-window-bits=0 | between 9 (512 bytes) and 15
					socketio.per-message-deflate.client-max-window-bits=16 | between 9 (512 bytes) and 15
					socketio.cors.max-age=-1s,socketio.cors.allowed-origins=https://example.org | between 0s and 12d
					socketio.cookie.name=my cookie,socketio.cookie.enabled=true | RFC2616 token
					socketio.cookie.path=/;x,socketio.cookie.enabled=true | Invalid cookie path
					socketio.cookie.same-site=none,socketio.cookie.enabled=true | socketio.cookie.secure=true
					socketio.cookie.partitioned=true,socketio.cookie.enabled=true | socketio.cookie.secure=true
					socketio.cookie.name=__Secure-io,socketio.cookie.enabled=true | socketio.cookie.secure=true
					socketio.cookie.name=__Host-io,socketio.cookie.enabled=true | socketio.cookie.secure=true
					socketio.cookie.name=__Host-io,socketio.cookie.enabled=true,socketio.cookie.secure=true,socketio.cookie.path=/x | a path other than /
					socketio.cookie.name=__host-io,socketio.cookie.enabled=true,socketio.cookie.secure=true,socketio.cookie.domain=example.org | has a domain
					socketio.cookie.domain=-example.org,socketio.cookie.enabled=true | Invalid first/last char
					socketio.cookie.domain=example.org;x,socketio.cookie.enabled=true | invalid cookie domain char
					socketio.cookie.max-age=0,socketio.cookie.enabled=true | between 1s and 400d
					socketio.cookie.max-age=-1s,socketio.cookie.enabled=true | between 1s and 400d
					socketio.cookie.max-age=401d,socketio.cookie.enabled=true | between 1s and 400d
					socketio.cookie.expires=2020-01-01T00:00:00Z,socketio.cookie.enabled=true | has passed
					socketio.cookie.expires=2100-01-01T00:00:00Z,socketio.cookie.enabled=true,socketio.cookie.max-age=1h | set one of them
					socketio.limits.max-packets-per-payload=0 | least possible value is 1
					socketio.limits.max-packets-per-poll=0 | least possible value is 1
					socketio.limits.max-pending-events=0 | least possible value is 1
					socketio.limits.max-pending-acks=0 | least possible value is 1
					socketio.limits.max-rooms-per-socket=0 | least possible value is 1
					socketio.limits.max-child-namespaces=0 | least possible value is 1
					socketio.limits.max-namespaces-per-connection=0 | least possible value is 1
					socketio.limits.max-sessions-per-address=-1 | least possible value is 0
					socketio.limits.max-sessions=-1 | least possible value is 0
					socketio.limits.max-connections-per-user=-1 | least possible value is 0
					socketio.rate-limits.per-socket.events=-1 | least possible value is 0
					socketio.rate-limits.per-socket.per=0,socketio.rate-limits.per-socket.events=1 | between 1ms and 12d
					socketio.rate-limits.per-socket.per=-1s | between 1ms and 12d
					socketio.rate-limits.per-socket.burst=0,socketio.rate-limits.per-socket.events=1 | least possible value is 1
					socketio.rate-limits.per-address.burst=5 | Set socketio.rate-limits.per-address.events, too
					socketio.rate-limits.per-event[0].event=,socketio.rate-limits.per-event[0].events=1 | Name one event
					socketio.rate-limits.per-event[0].event=*,socketio.rate-limits.per-event[0].events=1 | socketio.rate-limits.per-socket.events limits all
					socketio.rate-limits.per-event[0].events=0,socketio.rate-limits.per-event[0].event=a | least possible value is 1
					socketio.rate-limits.per-event[0].burst=0,socketio.rate-limits.per-event[0].event=a,socketio.rate-limits.per-event[0].events=1 | least possible value is 1
					socketio.rate-limits.per-event[0].namespace=*,socketio.rate-limits.per-event[0].event=a,socketio.rate-limits.per-event[0].events=1 | or leave the key out for all
					socketio.rate-limits.per-event[1].event=a,socketio.rate-limits.per-event[1].events=1,socketio.rate-limits.per-event[1].namespace=b,socketio.rate-limits.per-event[0].event=a,socketio.rate-limits.per-event[0].events=1,socketio.rate-limits.per-event[0].namespace=/b | another limit of this event in /b
					socketio.limits.max-name-length=0 | least possible value is 1
					socketio.limits.max-json-depth=1 | least possible value is 2
					socketio.limits.max-number-length=0 | least possible value is 1
					socketio.limits.max-fragments=0 | least possible value is 1
					socketio.limits.max-pending-pongs=0 | least possible value is 1
					socketio.policy-server.port=-1,socketio.policy-server.enabled=true | between 0 and 65535
					socketio.policy-server.port=65536,socketio.policy-server.enabled=true | between 0 and 65535
					socketio.policy-server.read-timeout=0s,socketio.policy-server.enabled=true | between 1ms and 12d
					socketio.policy-server.max-request-bytes=22,socketio.policy-server.enabled=true | least possible value is 23
					socketio.policy-server.max-connections=0,socketio.policy-server.enabled=true | least possible value is 1
					socketio.policy-server.backlog=0,socketio.policy-server.enabled=true | least possible value is 1
					socketio.policy-server.allowed-domains=https://example.org,socketio.policy-server.enabled=true | without scheme and port
					socketio.policy-server.allowed-domains=,socketio.policy-server.enabled=true | at least one domain
					socketio.policy-server.allowed-ports=0,socketio.policy-server.enabled=true | between 1 and 65535
					socketio.policy-server.allowed-ports=,socketio.policy-server.enabled=true | at least one port
					socketio.policy-server.policy=classpath:missing.xml,socketio.policy-server.enabled=true | cannot be read
					socketio.policy-server.policy=classpath:junit-platform.properties,socketio.policy-server.enabled=true | not well-formed XML
					socketio.policy-server.ssl.bundle=missing,socketio.policy-server.enabled=true | define it below spring.ssl.bundle
					socketio.policy-server.allowed-ports=x,socketio.policy-server.inline=true | between 1 and 65535
					""")
	void impossibleValuesAreRefused(String properties, String fix) {
		String[] pairs = properties.split(",(?=socketio|spring)");
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class))
			.withPropertyValues(pairs)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					String key = pairs[0].substring(0, pairs[0].indexOf('='));
					assertThat(ex.getName()).isEqualTo(key);
					assertThat(ex.getReason()).contains(fix);
				}));
	}

	@Test
	void impossibleValuesAreExplained(CapturedOutput output) {
		fail(Application.class, "socketio.ping-interval=-1s");

		assertThat(description(output))
			.contains("Invalid value '-1s' for configuration property 'socketio.ping-interval'")
			.contains("A time is between 1ms and 12d")
			.contains("Review the value of the property");
	}

	@Test
	void anyOriginWithCredentialsIsExplained(CapturedOutput output) {
		fail(Application.class, "socketio.cors.allowed-origins=*", "socketio.cors.allow-credentials=true");

		assertThat(description(output))
			.contains("Invalid value '*' for configuration property 'socketio.cors.allowed-origins'")
			.contains("list the origins, or use socketio.cors.allowed-origin-patterns");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					socketio.transports=polling,webtransport | POLLING WEBSOCKET
					socketio.transports=htmlfile | POLLING WEBSOCKET
					socketio.transports=websocket,xhr-polling | POLLING WEBSOCKET
					socketio.legacy.transports=polling | FLASHSOCKET HTMLFILE JSONP_POLLING WEBSOCKET XHR_MULTIPART XHR_POLLING
					socketio.legacy.transports=websocket,polling | FLASHSOCKET HTMLFILE JSONP_POLLING WEBSOCKET XHR_MULTIPART XHR_POLLING
					socketio.legacy.transports=xhr-streaming | FLASHSOCKET HTMLFILE JSONP_POLLING WEBSOCKET XHR_MULTIPART XHR_POLLING
					socketio.cookie.same-site=sometimes | LAX NONE OMITTED STRICT
					socketio.handlers.execution=somewhere | AUTO EVENT_LOOP
					socketio.parser=xml | JSON MSGPACK
					""")
	void unknownNamesAreExplainedWithThoseThatAreKnown(String property, String known, CapturedOutput output) {
		fail(Application.class, property);

		String[] parts = property.split("=");
		assertThat(description(output)).contains("Property: " + parts[0])
			.contains("Value: \"" + parts[1] + "\"")
			.containsSubsequence(known.split(" "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			socketio.ping-interval=soon | "'soon' is not a valid duration"
			socketio.max-http-buffer-size=large | "'large' does not match data size pattern"
			socketio.serve-client=perhaps | "Invalid boolean value 'perhaps'"
			socketio.cookie.expires=tomorrow | Instant
			socketio.max-attachments=ten | to int
			socketio.parser=xml | No enum constant
			socketio.policy-server.host=[::1::] | UnknownHostException
			""")
	void valuesOfTheWrongTypeAreExplained(String property, String reason, CapturedOutput output) {
		fail(Application.class, property);

		String[] parts = property.split("=");
		assertThat(description(output)).contains("Property: " + parts[0])
			.contains("Value: \"" + parts[1] + "\"")
			.contains(reason);
	}

	@Test
	void impossibleHandlersAreExplained(CapturedOutput output) {
		fail(HttpHandlers.class);

		assertThat(description(output)).contains("HttpHandlers.ask")
			.contains("ServerWebExchange")
			.contains("Handshake");
	}

	@Test
	void missingServersAreExplained(CapturedOutput output) {
		fail(Injecting.class, "spring.main.web-application-type=none");

		assertThat(description(output))
			.contains("Injecting requires a bean of type '" + SocketIOServer.class.getName()
					+ "', and there is none: Socket.IO needs a web application, and this is none.")
			.contains("do not set spring.main.web-application-type=none");
	}

	@Test
	void missingEmittersAreExplained(CapturedOutput output) {
		fail(Emitting.class, "spring.main.web-application-type=none");

		assertThat(description(output))
			.contains("Emitting requires a bean of type '" + SocketIOEmitter.class.getName()
					+ "', and there is none: socketio.adapter.type is not set")
			.contains("Set socketio.adapter.type");
	}

	@Test
	void eventsWithTwoHandlersAreExplained(CapturedOutput output) {
		fail(Twins.class);

		assertThat(description(output)).contains("The event \"ask\" of namespace \"/\" has two handlers")
			.contains("Remove or rename one of them");
	}

	@Test
	void adaptersThatDoNotStartAreExplained(CapturedOutput output) {
		fail(Waiting.class, "socketio.adapter.start-timeout=250ms");

		assertThat(description(output)).contains("Socket.IO's adapters have not started within 5250ms")
			.contains("Set socketio.adapter.start-timeout to what they need")
			.contains("AdapterFactory");
	}

	private static void fail(Class<?> application, String... properties) {
		String[] arguments = TestServer.concat(properties, TestServer.WITHOUT_SECURITY, "server.port=0");
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = "--" + arguments[i];
		}
		assertThatException().isThrownBy(() -> TestServer.application(application).run(arguments).close());
	}

	/**
	 * Returns what is printed in place of the stack trace.
	 */
	private static String description(CapturedOutput output) {
		assertThat(output).contains("APPLICATION FAILED TO START");
		String description = output.toString().split("APPLICATION FAILED TO START", 2)[1];
		assertThat(description).contains("Description:").contains("Action:").doesNotContain("\tat ");
		return description;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Waiting {

		@Bean
		AdapterFactory adapters() {
			Adapter adapter = mock();
			given(adapter.start()).willReturn(Mono.never());
			given(adapter.stop()).willReturn(Mono.empty());
			return (namespace) -> adapter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Injecting {

		Injecting(SocketIOServer server) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Emitting {

		Emitting(SocketIOEmitter emitter) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@SocketIONamespace
	static class HttpHandlers {

		@OnEvent("ask")
		void ask(ServerWebExchange exchange) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FirstTwin.class, SecondTwin.class })
	static class Twins {

	}

	@SocketIONamespace
	static class FirstTwin {

		@OnEvent("ask")
		void ask() {
		}

	}

	@SocketIONamespace
	static class SecondTwin {

		@OnEvent("ask")
		void ask() {
		}

	}

}
