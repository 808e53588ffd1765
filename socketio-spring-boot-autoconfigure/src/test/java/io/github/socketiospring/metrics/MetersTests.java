package io.github.socketiospring.metrics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.JoinedSockets;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.WebSocketWire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Prometheus reads of a server. Each test has a namespace of its own, because the
 * server is one for all.
 */
class MetersTests {

	private static final JoinedSockets SOCKETS = new JoinedSockets();

	private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.bean(MeterRegistry.class, REGISTRY)
			.configuration(Handlers.class)
			.customizer((io) -> {
				SOCKETS.of(io, "/acks", "/names", "/family-{id}");
				SOCKETS.listening(io, "/listening");
			})
			.properties("socketio.metrics.max-event-names=5", "socketio.limits.max-rooms-per-socket=1",
					"socketio.limits.max-namespaces-per-connection=2")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static SocketIoClient connect(String namespace) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join(namespace);
		return client;
	}

	/** The value of a line, 0 if there is none. */
	private static double value(String line) {
		return REGISTRY.scrape()
			.lines()
			.filter((candidate) -> candidate.startsWith(line + " "))
			.mapToDouble((candidate) -> Double.parseDouble(candidate.substring(line.length() + 1)))
			.findFirst()
			.orElse(0);
	}

	private static void awaitValue(String line, double expected) {
		await().untilAsserted(() -> assertThat(value(line)).isEqualTo(expected));
	}

	@Test
	void countEventsAndTimeTheirHandlers() {
		SocketIoClient client = connect("/events");
		for (int i = 0; i < 3; i++) {
			client.call("/events", "say", "x");
		}
		client.emit("/events", "fail");
		client.emit("/events", "nobody takes this");

		awaitValue("socketio_events_received_total{event=\"say\",namespace=\"/events\"}", 3);
		awaitValue("socketio_events_received_total{event=\"unknown\",namespace=\"/events\"}", 1);
		awaitValue("socketio_handlers_seconds_count{event=\"say\",namespace=\"/events\"}", 3);
		awaitValue("socketio_handlers_failed_total{event=\"fail\",namespace=\"/events\"}", 1);
		awaitValue("socketio_errors_total{error=\"no-such-method\"}", 1);
		assertThat(value("socketio_errors_total{error=\"handler-failed\"}")).isPositive();
		awaitValue("socketio_events_waiting_seconds_count{namespace=\"/events\"}", 4);
		assertThat(value("socketio_handlers_seconds_sum{event=\"say\",namespace=\"/events\"}")).isPositive();
		assertThat(value("socketio_handlers_max_seconds{event=\"say\",namespace=\"/events\"}")).isPositive();
		assertThat(value("socketio_events_waiting_max_seconds{namespace=\"/events\"}")).isPositive();
		assertThat(REGISTRY.scrape()).doesNotContain("nobody takes this");
		client.close();
	}

	@Test
	void timeReactiveHandlersUntilTheirEnd() {
		SocketIoClient client = connect("/handled");
		assertThat(client.call("/handled", "later")).containsExactly("done");

		awaitValue("socketio_handlers_seconds_count{event=\"later\",namespace=\"/handled\"}", 1);
		assertThat(value("socketio_handlers_seconds_sum{event=\"later\",namespace=\"/handled\"}"))
			.isGreaterThanOrEqualTo(0.02);
		client.emit("/handled", "later-failing");
		awaitValue("socketio_handlers_failed_total{event=\"later-failing\",namespace=\"/handled\"}", 1);
		client.close();
	}

	@Test
	void countListeners() throws InterruptedException {
		SocketIoClient client = connect("/listening");
		SOCKETS.next();
		client.call("/listening", "heard");

		awaitValue("socketio_events_received_total{event=\"heard\",namespace=\"/listening\"}", 1);
		awaitValue("socketio_handlers_seconds_count{event=\"heard\",namespace=\"/listening\"}", 1);
		awaitValue("socketio_handlers_seconds_count{event=\"connect\",namespace=\"/listening\"}", 1);
		awaitValue("socketio_events_received_total{event=\"connect\",namespace=\"/listening\"}", 0);
		awaitValue("socketio_events_waiting_seconds_count{namespace=\"/listening\"}", 0);
		client.close();
	}

	@Test
	void countWhatIsSentByReceivers() {
		SocketIoClient first = connect("/sent");
		SocketIoClient second = connect("/sent");
		server.io().of("/sent").emit("all", "x");
		first.next();
		second.next();

		awaitValue("socketio_events_sent_total{event=\"all\",namespace=\"/sent\"}", 2);
		awaitValue("socketio_sockets{namespace=\"/sent\"}", 2);
		awaitValue("socketio_joins_total{namespace=\"/sent\",outcome=\"joined\"}", 2);
		first.close();
		second.leave("/sent");
		awaitValue("socketio_sockets{namespace=\"/sent\"}", 0);
		awaitValue("socketio_leaves_total{namespace=\"/sent\",reason=\"client-namespace-disconnect\"}", 1);
		second.close();
	}

	@Test
	void keepABoundedNumberOfNamesApart() throws InterruptedException {
		SocketIoClient client = connect("/names");
		Socket socket = SOCKETS.next();
		for (int i = 0; i < 20; i++) {
			socket.emit("name-" + i);
		}
		awaitValue("socketio_events_sent_total{event=\"other\",namespace=\"/names\"}", 15);
		awaitValue("socketio_events_sent_total{event=\"name-4\",namespace=\"/names\"}", 1);
		client.close();
	}

	@Test
	void takeAFamilyAsOne() throws InterruptedException {
		SocketIoClient client = connect("/family-1");
		client.join("/family-2");
		SOCKETS.next();
		SOCKETS.next();

		awaitValue("socketio_sockets{namespace=\"/family-{id}\"}", 2);
		client.close();
	}

	@Test
	void timeAcknowledgements() throws InterruptedException {
		SocketIoClient client = connect("/acks");
		Socket socket = SOCKETS.next();
		var answer = socket.emitWithAck("question").toFuture();
		client.acknowledge(client.next(), 1);
		answer.join();
		awaitValue("socketio_acks_seconds_count{namespace=\"/acks\"}", 1);
		assertThat(value("socketio_acks_seconds_sum{namespace=\"/acks\"}")).isPositive();

		var late = socket.timeout(Duration.ofSeconds(1)).emitWithAck("late").toFuture();
		client.next();
		server.clock().advance(Duration.ofSeconds(2));
		await().until(late::isCompletedExceptionally);
		awaitValue("socketio_acks_missing_total{namespace=\"/acks\",reason=\"timeout\"}", 1);
		socket.emitWithAck("dropped").subscribe().dispose();
		awaitValue("socketio_acks_missing_total{namespace=\"/acks\",reason=\"cancelled\"}", 1);
		client.close();
	}

	@Test
	void countLimits() throws InterruptedException {
		SocketIoClient client = connect("/acks");
		Socket socket = SOCKETS.next();
		try {
			socket.join("1", "2");
		}
		catch (IllegalStateException ex) {
			// It is told so, too.
		}
		awaitValue("socketio_limits_total{limit=\"max-rooms-per-socket\"}", 1);
		client.close();
	}

	@Test
	void countConnectionsAndTheirTraffic() {
		String kind = "{revision=\"EIO4\",transport=\"polling\"}";
		SocketIoClient client = new SocketIoClient(new PollingWire(server));
		client.open();
		client.join("/handled");
		client.call("/handled", "say", "x");
		awaitFresh("socketio_connections" + kind, 1);
		assertThat(value("socketio_connections_opened_total" + kind)).isPositive();
		assertThat(value("socketio_packets_total{direction=\"in\",revision=\"EIO4\",transport=\"polling\"}"))
			.isGreaterThanOrEqualTo(2);
		assertThat(value("socketio_bytes_total{direction=\"out\",revision=\"EIO4\",transport=\"polling\"}"))
			.isGreaterThan(20);
		awaitFresh("socketio_polls", 1);
		client.close();
		awaitFresh("socketio_connections" + kind, 0);
		await().untilAsserted(
				() -> assertThat(value("socketio_disconnects_total{reason=\"transport-close\"}")).isPositive());
	}

	@Test
	void moveWithAnUpgrade() {
		SocketIoClient client = new SocketIoClient(new UpgradeWire(server));
		client.open();
		client.join("/handled");
		client.call("/handled", "say", "x");

		await().untilAsserted(() -> assertThat(value("socketio_upgrades_total{outcome=\"done\"}")).isPositive());
		client.close();
	}

	@Test
	void countOldClients() {
		LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		client.open();
		client.join("/handled");
		client.call("/handled", "say", "x");

		awaitFresh("socketio_connections{revision=\"V1\",transport=\"websocket\"}", 1);
		client.close();
		awaitFresh("socketio_connections{revision=\"V1\",transport=\"websocket\"}", 0);
	}

	/** A census is taken once in a second. */
	private static void awaitFresh(String line, double expected) {
		await().pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(value(line)).isEqualTo(expected));
	}

	@Test
	void countRefusedRequests() throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(
						URI.create("http://localhost:" + server.port() + "/socket.io/?EIO=4&transport=carrier-pigeon"))
				.build(), HttpResponse.BodyHandlers.ofString());

		assertThat(response.statusCode()).isEqualTo(400);
		awaitValue("socketio_handshakes_refused_total{reason=\"unknown-transport\"}", 1);
		assertThat(REGISTRY.scrape()).doesNotContain("carrier-pigeon");
	}

	@Test
	void countLostHeartbeats() {
		SocketIoClient client = connect("/handled");
		client.answerHeartbeats(false);
		server.clock().advance(Duration.ofSeconds(26));
		await().until(() -> client.heartbeats() > 0);
		server.clock().advance(Duration.ofSeconds(21));

		await().untilAsserted(() -> assertThat(value("socketio_heartbeats_lost_total")).isPositive());
		client.awaitEnd();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Handled.class, Sent.class })
	static class Handlers {

	}

	@SocketIONamespace({ "/handled", "/events" })
	static class Handled {

		@OnEvent("say")
		String say(String text) {
			return text;
		}

		@OnEvent("fail")
		void fail() {
			throw new IllegalStateException("expected");
		}

		@OnEvent("later")
		Mono<String> later() {
			return Mono.delay(Duration.ofMillis(20)).thenReturn("done");
		}

		@OnEvent("later-failing")
		Mono<String> laterFailing() {
			return Mono.delay(Duration.ofMillis(1)).then(Mono.error(new IllegalStateException("expected")));
		}

	}

	@SocketIONamespace("/sent")
	static class Sent {

		@OnEvent("nothing")
		void nothing() {
		}

	}

}
