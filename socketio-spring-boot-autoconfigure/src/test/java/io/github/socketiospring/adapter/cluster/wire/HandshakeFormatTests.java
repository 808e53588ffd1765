package io.github.socketiospring.adapter.cluster.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.codec.json.PacketParseException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandshakeFormat}.
 */
class HandshakeFormatTests {

	private static Handshake read(String json) {
		try (MessageInput input = Messages.CODEC.open(json.getBytes(StandardCharsets.UTF_8))) {
			return HandshakeFormat.read(input);
		}
	}

	private static byte[] write(Handshake handshake) {
		JsonOutput output = new JsonOutput(Messages.JSON);
		HandshakeFormat.write(output, handshake);
		return output.toBytes();
	}

	@Test
	void writesWhatNodesServersExpect() throws UnknownHostException {
		HttpHeaders headers = new HttpHeaders();
		headers.put("X-Twice", List.of("a", "b"));
		headers.put("Cookie", List.of("a=1", "b=2"));
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		query.put("EIO", List.of("4"));
		query.put("x", List.of("1", "2"));
		byte[] address = { 10, 0, 0, 1 };
		Handshake handshake = new HandshakeDetails(URI.create("/socket.io/?EIO=4&x=1&x=2"), headers, query,
				new InetSocketAddress(InetAddress.getByAddress("name.example", address), 99), true, false,
				Instant.parse("2026-11-29T22:40:35.728Z"), Revision.EIO4, MissingNode.getInstance());
		JsonNode expected = JsonMapper.shared().readTree("""
				{"headers":{"x-twice":"a, b","cookie":"a=1; b=2"},
				"time":"Sun Nov 29 2026 22:40:35 GMT+0000 (Coordinated Universal Time)",
				"address":"10.0.0.1","port":99,"xdomain":false,"secure":true,"issued":1795992035728,
				"url":"/socket.io/?EIO=4&x=1&x=2","query":{"EIO":"4","x":["1","2"]},"auth":{},"revision":"EIO4"}""");
		byte[] written = write(handshake);
		assertThat(JsonMapper.shared().readTree(written)).isEqualTo(expected);
		Handshake read = read(new String(written, StandardCharsets.UTF_8));
		assertThat(read.auth()).isInstanceOf(MissingNode.class);
		assertThat(read.query()).isEqualTo(query);
		assertThat(read.time()).isEqualTo(handshake.time());
		assertThat(read.uri()).isEqualTo(handshake.uri());
		assertThat(read.remoteAddress()).isEqualTo(InetSocketAddress.createUnresolved("10.0.0.1", 99));
	}

	@Test
	void readsWhatApplicationsOfNodeHaveChanged() {
		Handshake handshake = read("""
				{"headers":{"a":1,"set-cookie":["b","c",null,{}],"d":null},"time":{},"address":null,"xdomain":"yes",
				"secure":1,"issued":"now","url":"/a b|c?d={e}","query":[],"auth":null,"revision":"EIO9","port":"x",
				"other":{"a":[1]}}""");
		assertThat(handshake.headers().getFirst("a")).isEqualTo("1");
		assertThat(handshake.headers().get("set-cookie")).containsExactly("b", "c");
		assertThat(handshake.remoteAddress()).isNull();
		assertThat(handshake.crossDomain()).isFalse();
		assertThat(handshake.secure()).isFalse();
		assertThat(handshake.time()).isEqualTo(Instant.EPOCH);
		assertThat(handshake.uri().getPath()).isEqualTo("/a b|c");
		assertThat(handshake.uri().getQuery()).isEqualTo("d={e}");
		assertThat(handshake.query()).isEmpty();
		assertThat(handshake.auth()).isInstanceOf(MissingNode.class);
		assertThat(handshake.revision()).isEqualTo(Revision.EIO4);
	}

	@Test
	void nothingNeedBeThere() {
		Handshake handshake = read("{}");
		assertThat(handshake.uri()).hasToString("");
		assertThat(handshake.headers().isEmpty()).isTrue();
		assertThat(handshake.revision()).isEqualTo(Revision.EIO4);
		assertThat(read("{\"query\":{\"EIO\":\"3\"}}").revision()).isEqualTo(Revision.EIO3);
		assertThat(read("{\"url\":5}").uri()).hasToString("5");
		assertThat(read("{\"url\":\"?\\u0000\"}").uri().getQuery()).isEqualTo("\u0000");
	}

	@Test
	void numbersMayBeAnything() {
		for (String number : List.of("1e999", "-1e999", "1e308", "-5", "0.5", "9".repeat(900))) {
			Handshake handshake = read("{\"issued\":" + number + ",\"port\":" + number + ",\"address\":\"a\"}");
			assertThat(handshake.time()).isNotNull();
			assertThat(handshake.remoteAddress().getPort()).isBetween(0, 0xFFFF);
		}
	}

	@Test
	void nothingIsLongerThanHttpAllows() {
		String long64 = "x".repeat(64 * 1024 + 1);
		for (String json : List.of("{\"url\":\"" + long64 + "\"}", "{\"headers\":{\"a\":\"" + long64 + "\"}}",
				"{\"auth\":" + "[".repeat(101) + "]".repeat(101) + "}")) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> read(json));
		}
	}

}
