package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.FaultMember;
import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.RedisServer;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.github.socketiospring.adapter.redis.TestClients.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server in Node.js with {@code @socket.io/redis-streams-adapter} 0.1 or 0.2, which has
 * everything in the stream: signs of life, questions and answers.
 */
@ParameterizedClass
@EnumSource(value = FaultFixture.Kind.class, names = { "STREAMS", "RECOVERING" })
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OlderStreamPeerTests {

	private static final String ALL = "\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{\"timeout\":20000}}";

	private static RedisServer redis;

	private static FaultMember one;

	private static FaultMember two;

	@Parameter
	FaultFixture.Kind kind;

	private final SocketIoClient client = new SocketIoClient(new WebSocketWire(one.server()));

	private int read;

	OlderStreamPeerTests() {
		this.client.open();
		this.client.join("/");
		this.read = entries().size();
	}

	@BeforeParameterizedClassInvocation
	static void start(FaultFixture.Kind kind) {
		redis = RedisServer.start();
		one = FaultFixture.member(kind, "one", redis.port());
		two = FaultFixture.member(kind, "two", redis.port());
		for (FaultMember member : List.of(one, two)) {
			member.server().io().onServerSideEmit("who", (arguments, ack) -> ack.send(member.name(), "no more"));
		}
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		one.close();
		two.close();
		redis.close();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> one.server().io().sockets().isEmpty());
	}

	private static void add(int type, String data) {
		List<Object> command = new ArrayList<>(
				List.of("XADD", "socket.io", "*", "uid", "0123456789abcdef", "nsp", "/", "type", type));
		if (!data.isEmpty()) {
			command.addAll(List.of("data", data));
		}
		redis.call(command.toArray());
	}

	/** The fields of all entries. */
	private static List<Map<String, String>> entries() {
		List<Map<String, String>> entries = new ArrayList<>();
		for (Object entry : (List<?>) redis.call("XRANGE", "socket.io", "-", "+")) {
			List<?> words = (List<?>) ((List<?>) entry).get(1);
			Map<String, String> fields = new HashMap<>();
			for (int i = 0; i < words.size(); i += 2) {
				fields.put(text(words.get(i)), text(words.get(i + 1)));
			}
			entries.add(fields);
		}
		return entries;
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

	/** Waits until the servers have added entries of a type in this test. */
	private List<JsonNode> awaitAdded(int type, int count) {
		await().until(() -> added(type).size() == count);
		return added(type).stream()
			.map((fields) -> JsonMapper.shared().readTree(fields.getOrDefault("data", "{}")))
			.toList();
	}

	private List<Map<String, String>> added(int type) {
		List<Map<String, String>> all = entries();
		return all.subList(this.read, all.size())
			.stream()
			.filter((fields) -> fields.get("type").equals(String.valueOf(type)))
			.filter((fields) -> !fields.get("uid").equals("0123456789abcdef"))
			.toList();
	}

	@Test
	void isToldWhoIsThereAndNobodyElseIs() {
		add(1, "");
		add(2, "");
		one.server().io().emit("something");
		this.client.next();
		two.server().io().emit("end");
		this.client.next();
		// Once for each of the two, or not at all if that was in another test.
		assertThat(added(2)).hasSizeLessThanOrEqualTo(2);
		assertThat(entries().stream()
			.filter((fields) -> fields.get("type").equals("2"))
			.map((fields) -> fields.get("uid"))
			.filter((uid) -> !uid.equals("0123456789abcdef"))
			.distinct()).hasSize(2);
	}

	@Test
	void isAnsweredWhatSocketsThereAre() {
		add(7, "{" + ALL + ",\"requestId\":\"r1\"}");
		List<JsonNode> answers = awaitAdded(8, 2);
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.get("requestId").asString()).isEqualTo("r1"));
		assertThat(answers.stream().mapToInt((answer) -> answer.get("sockets").size()).sum()).isEqualTo(1);
	}

	@Test
	void isAnsweredByServers() {
		add(9, "{\"packet\":[\"who\"],\"requestId\":\"r2\"}");
		assertThat(awaitAdded(10, 2)).extracting((answer) -> answer.get("packet").asString())
			.containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void isAnsweredByClients() {
		add(3, "{\"packet\":{\"type\":2,\"data\":[\"question\",1]},\"requestId\":\"r3\"," + ALL + "}");
		Event question = this.client.next();
		assertThat(question.name()).isEqualTo("question");
		// It is no event that clients recover, which would have an offset.
		assertThat(question.arguments()).containsExactly(1);
		this.client.acknowledge(question, "answer");
		assertThat(awaitAdded(11, 2)).extracting((answer) -> answer.get("clientCount").asInt())
			.containsExactlyInAnyOrder(0, 1);
		assertThat(awaitAdded(12, 1)).singleElement()
			.satisfies((answer) -> assertThat(answer.get("packet").asString()).isEqualTo("answer"));
	}

	@Test
	void emitsToClients() {
		add(3, "{\"packet\":{\"type\":2,\"data\":[\"event\",1]}," + ALL + "}");
		assertThat(this.client.next().name()).isEqualTo("event");
	}

}
