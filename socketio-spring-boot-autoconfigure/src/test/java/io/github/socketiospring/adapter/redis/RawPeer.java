package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import io.github.socketiospring.testkit.RedisConnection;
import io.github.socketiospring.testkit.RedisServer;

import static io.github.socketiospring.adapter.redis.TestClients.bytes;

/**
 * Somebody who writes to the channels and the stream of the main namespace, byte by byte.
 */
final class RawPeer {

	/** The type of a sign of life. */
	static final int ALIVE = 2;

	/** What our own servers add to the types of the classic adapter. */
	private static final int CLASSIC = 100;

	private static final String STREAM = "socket.io";

	private final FaultFixture.Kind kind;

	private final RedisServer redis;

	RawPeer(FaultFixture.Kind kind, RedisServer redis) {
		this.kind = kind;
		this.redis = redis;
	}

	private boolean isClassic() {
		return this.kind == FaultFixture.Kind.PUB_SUB;
	}

	/** The channel by which servers are counted. */
	private String main() {
		return isClassic() ? "socket.io-request#/#" : "socket.io#/#";
	}

	private long publish(String channel, byte[] message) {
		return (long) this.redis.call((this.kind == FaultFixture.Kind.SHARDED) ? "SPUBLISH" : "PUBLISH", channel,
				message);
	}

	/** Subscribes as servers do, and says nothing. */
	void listen(RedisConnection connection) {
		connection.call((this.kind == FaultFixture.Kind.SHARDED) ? "SSUBSCRIBE" : "SUBSCRIBE", main());
	}

	/**
	 * Sends a message.
	 * @param type its type, as Node's cluster adapter has it
	 */
	void message(int type, String uid) {
		publish(main(), bytes("{\"uid\":\"%s\",\"nsp\":\"/\",\"type\":%d,\"data\":{\"later\":[1,{}]}}".formatted(uid,
				isClassic() ? CLASSIC + type : type)));
	}

	/** Sends an event that has more to it than is known. */
	void newerEvent(String name) {
		String packet = "{\"type\":2,\"data\":[\"" + name + "\"],\"nsp\":\"/\",\"later\":1}";
		String options = "{\"rooms\":[],\"except\":[],\"flags\":{\"later\":true},\"later\":{\"a\":[1]}}";
		String data = "{\"later\":1,\"opts\":" + options + ",\"packet\":" + packet + "}";
		switch (this.kind) {
			case PUB_SUB -> publish("socket.io#/#", bytes("[\"newer-1\"," + packet + "," + options + ",\"later\"]"));
			case SHARDED -> publish("socket.io#/#",
					bytes("{\"later\":[],\"uid\":\"newer-1\",\"nsp\":\"/\",\"type\":3,\"data\":" + data + "}"));
			default -> {
				add("uid", "newer-1", "nsp", "/", "type", "251", "data", "{}");
				add("uid", "newer-1", "nsp", "/", "type", "3", "later", "1", "data", data);
			}
		}
	}

	private void add(Object... fields) {
		List<Object> command = new ArrayList<>(List.of("XADD", STREAM, "*"));
		command.addAll(List.of(fields));
		this.redis.call(command.toArray());
	}

	/** What is not valid in any channel. */
	private static List<byte[]> rubbishMessages(String huge, String deep) {
		return List.of(new byte[0], bytes("{"), bytes("{\"uid\":"), bytes("{\"uid\":\"x\""),
				bytes("{\"uid\":1,\"nsp\":\"/\",\"type\":\"3\"}"), bytes("{\"uid\":[],\"type\":{}}"), bytes("[1,2,3]"),
				bytes("rubbish"), bytes("{}]"), bytes(huge), bytes(deep), new byte[] { (byte) 0xdf, -1, -1, -1, -1 },
				new byte[] { (byte) 0x84, (byte) 0xa3, 'u', 'i', 'd' }, new byte[] { (byte) 0xc1 });
	}

	private static String huge() {
		return "{\"uid\":\"" + "x".repeat(FaultFixture.MAX_MESSAGE) + "\"}";
	}

	private static String deep() {
		return "{\"uid\":\"x\",\"nsp\":\"/\",\"type\":3,\"data\":" + "[".repeat(50_000);
	}

	/**
	 * Sends what is not valid where answers and events for one room are expected.
	 * @param room the room
	 * @return how many messages the servers have heard, all of them together
	 */
	long rubbishElsewhere(String room) {
		List<String> channels = new ArrayList<>(channels());
		channels.remove(main());
		if (isClassic()) {
			channels.add("socket.io#/#" + room + "#");
		}
		List<byte[]> messages = rubbishMessages(huge(), deep());
		long heard = 0;
		for (String channel : channels) {
			for (byte[] message : messages) {
				heard += publish(channel, message);
			}
		}
		return heard;
	}

	/** The channels that somebody has subscribed to. */
	List<String> channels() {
		boolean sharded = this.kind == FaultFixture.Kind.SHARDED;
		List<?> names = (List<?>) this.redis.call("PUBSUB", sharded ? "SHARDCHANNELS" : "CHANNELS", "*");
		return names.stream().map((name) -> new String((byte[]) name, StandardCharsets.UTF_8)).toList();
	}

	/**
	 * Waits for a question, on a connection that listens.
	 * @return who asks, and the question's id
	 */
	Question question(RedisConnection listening) {
		while (true) {
			List<?> next = (List<?>) listening.next();
			if (next.get(2) instanceof byte[] message && text(message).contains("requestId")) {
				return new Question(field(message, "uid"), field(message, "requestId"));
			}
		}
	}

	record Question(String asking, String id) {
	}

	/** A field's text, in JSON or MessagePack, that is shorter than 256 bytes. */
	private static String field(byte[] message, String name) {
		String all = text(message);
		int from = all.indexOf(name) + name.length();
		if (message[0] == '{') {
			return all.substring(from + 3, all.indexOf('"', from + 3));
		}
		boolean isShort = message[from] != (byte) 0xd9;
		int length = isShort ? message[from] & 0x1f : message[from + 1] & 0xff;
		int start = from + (isShort ? 1 : 2);
		return all.substring(start, start + length);
	}

	/** Byte by byte. */
	private static String text(byte[] message) {
		return new String(message, StandardCharsets.ISO_8859_1);
	}

	/** What a server without sockets answers to who wants to know them. */
	byte[] answer(Question question, String sockets) {
		return bytes(isClassic()
				? "{\"requestId\":\"%s\",\"uid\":\"deaf-1\",\"sockets\":%s}".formatted(question.id(), sockets)
				: "{\"uid\":\"deaf-1\",\"nsp\":\"/\",\"type\":8,\"data\":{\"requestId\":\"%s\",\"sockets\":%s}}"
					.formatted(question.id(), sockets));
	}

	/** Sends a server what may be an answer. */
	void answer(Question question, byte[] answer) {
		publish((isClassic() ? "socket.io-response#/#" : "socket.io#/#") + question.asking() + "#", answer);
	}

	/**
	 * Sends what is not valid.
	 * @return how many messages
	 */
	int rubbish() {
		String huge = huge();
		String deep = deep();
		List<byte[]> messages = rubbishMessages(huge, deep);
		int count = 0;
		List<String> channels = isClassic() ? List.of("socket.io#/#", main()) : List.of(main());
		for (String channel : channels) {
			for (byte[] message : messages) {
				publish(channel, message);
				count++;
			}
		}
		return count + (isStreams() ? rubbishEntries(huge, deep) : 0);
	}

	private boolean isStreams() {
		return this.kind == FaultFixture.Kind.STREAMS || this.kind == FaultFixture.Kind.RECOVERING;
	}

	private int rubbishEntries(String huge, String deep) {
		add("nsp", "/");
		add("nsp", "/", "uid", "x");
		add("nsp", "/", "uid", "x", "type", "three", "data", "{}");
		add("nsp", "/", "uid", "x", "type", "3");
		List<Object> data = List.of("{", "{\"opts\":1}", "{\"opts\":{\"rooms\":[]", "rubbish!", "AAAA", huge, deep,
				Base64.getEncoder().encodeToString(new byte[2 * FaultFixture.MAX_MESSAGE]), new byte[] { -1, -2, 0 },
				"{\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}},\"packet\":[]}");
		data.forEach((each) -> add("nsp", "/", "uid", "x", "type", "3", "data", each));
		return 4 + data.size();
	}

	/** Sends bytes of which nobody knows whether they are a message. */
	void randomBytes() {
		Random random = new Random(12);
		for (int i = 0; i < 100; i++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			publish(main(), bytes);
			if (isStreams()) {
				add("nsp", "/", "uid", bytes, "type", "3", "data", bytes);
				add("nsp", "/", "uid", "x", "type", bytes, "data", bytes, "number", bytes);
			}
		}
	}

}
