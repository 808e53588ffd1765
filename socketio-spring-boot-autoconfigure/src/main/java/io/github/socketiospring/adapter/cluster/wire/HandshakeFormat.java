package io.github.socketiospring.adapter.cluster.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.HandshakeDetails;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Handshakes as Node's servers have them, with a few fields more.
 */
final class HandshakeFormat {

	private static final Keys KEYS = new Keys("headers", "address", "xdomain", "secure", "issued", "url", "query",
			"auth", "revision", "port", "uri");

	/** As {@code Date.prototype.toString} of a server in UTC. */
	private static final DateTimeFormatter TIME = DateTimeFormatter
		.ofPattern("EEE MMM dd uuuu HH:mm:ss 'GMT+0000 (Coordinated Universal Time)'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	/** The longest part of a handshake but {@code auth}. */
	private static final int MAX_LENGTH = 64 * 1024;

	/** The latest time that Java has a date for in all calendars. */
	private static final double MAX_MILLIS = 8.64e15;

	private HandshakeFormat() {
	}

	static void write(MessageOutput output, Handshake handshake) {
		URI uri = handshake.uri();
		InetSocketAddress address = handshake.remoteAddress();
		String url = url(uri);
		output.startObject(12);
		output.name("headers");
		writeHeaders(output, handshake.headers());
		output.field("time", TIME.format(handshake.time()));
		if (address != null) {
			output.field("address", host(address));
			output.field("port", address.getPort());
		}
		output.field("xdomain", handshake.crossDomain());
		output.field("secure", handshake.secure());
		output.field("issued", handshake.time().toEpochMilli());
		output.field("url", url);
		if (!url.equals(uri.toString())) {
			output.field("uri", uri.toString());
		}
		output.name("query");
		writeQuery(output, handshake.query());
		output.name("auth");
		JsonNode auth = handshake.auth();
		output.tree(auth.isMissingNode() ? JsonNodeFactory.instance.objectNode() : auth);
		output.field("revision", handshake.revision().name());
		output.endObject();
	}

	private static String host(InetSocketAddress address) {
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

	private static String url(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return (uri.getRawQuery() != null) ? path + "?" + uri.getRawQuery() : path;
	}

	/** As Node's HTTP server does: what came twice is joined. */
	private static void writeHeaders(MessageOutput output, HttpHeaders headers) {
		output.startObject(headers.size());
		for (String name : headers.headerNames()) {
			List<String> values = headers.getOrEmpty(name);
			String lower = name.toLowerCase(Locale.ROOT);
			output.field(lower, String.join(lower.equals("cookie") ? "; " : ", ", values));
		}
		output.endObject();
	}

	private static void writeQuery(MessageOutput output, MultiValueMap<String, String> query) {
		output.startObject(query.size());
		query.forEach((name, values) -> {
			List<String> texts = values.stream().map((value) -> (value != null) ? value : "").toList();
			if (texts.size() == 1) {
				output.field(name, texts.get(0));
			}
			else {
				output.field(name, texts);
			}
		});
		output.endObject();
	}

	static Handshake read(MessageInput input) {
		HttpHeaders headers = new HttpHeaders();
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		String address = null;
		String url = "";
		String uri = null;
		int port = 0;
		boolean crossDomain = false;
		boolean secure = false;
		Instant time = Instant.EPOCH;
		Revision revision = null;
		JsonNode auth = MissingNode.getInstance();
		input.enterObject();
		int key;
		while ((key = input.nextKey(KEYS)) != Keys.END) {
			switch (key) {
				case 0 -> readAll(input, headers::addAll);
				case 1 -> address = text(input);
				case 2 -> crossDomain = input.isTrue();
				case 3 -> secure = input.isTrue();
				case 4 -> time = time(input);
				case 5 -> url = text(input);
				case 6 -> readAll(input, query::addAll);
				case 7 -> auth = auth(input);
				case 8 -> revision = revision(text(input));
				case 9 -> port = port(input);
				case 10 -> uri = text(input);
				default -> input.skip();
			}
		}
		return new HandshakeDetails(uri((uri != null) ? uri : url), HttpHeaders.readOnlyHttpHeaders(headers),
				CollectionUtils.unmodifiableMultiValueMap(query),
				(address != null) ? InetSocketAddress.createUnresolved(address, port) : null, secure, crossDomain, time,
				(revision != null) ? revision : revision(query), auth);
	}

	/** Takes one header, or one parameter. */
	@FunctionalInterface
	private interface Target {

		void add(String name, List<String> values);

	}

	private static void readAll(MessageInput input, Target target) {
		if (input.kind() != MessageInput.Kind.OBJECT) {
			input.skip();
			return;
		}
		input.enterObject();
		String name;
		while ((name = input.nextName()) != null) {
			List<String> values = new ArrayList<>(1);
			if (input.kind() == MessageInput.Kind.ARRAY) {
				input.enterArray();
				while (input.nextItem()) {
					add(input, values);
				}
			}
			else {
				add(input, values);
			}
			target.add(name, values);
		}
	}

	private static void add(MessageInput input, List<String> values) {
		String value = text(input);
		if (value != null) {
			values.add(value);
		}
	}

	/** A string; {@code null} for what is none, for Node's servers put in anything. */
	private static @Nullable String text(MessageInput input) {
		MessageInput.Kind kind = input.kind();
		if (kind == MessageInput.Kind.STRING || kind == MessageInput.Kind.NUMBER) {
			return input.text(MAX_LENGTH);
		}
		input.skip();
		return null;
	}

	private static Instant time(MessageInput input) {
		double millis = number(input);
		return (Math.abs(millis) <= MAX_MILLIS) ? Instant.ofEpochMilli((long) millis) : Instant.EPOCH;
	}

	private static int port(MessageInput input) {
		double number = number(input);
		return (number >= 0 && number <= 0xFFFF) ? (int) number : 0;
	}

	private static double number(MessageInput input) {
		if (input.kind() == MessageInput.Kind.NUMBER) {
			return input.number();
		}
		input.skip();
		return Double.NaN;
	}

	/** Clients that give nothing have an empty object in Node's servers. */
	private static JsonNode auth(MessageInput input) {
		JsonNode auth = input.tree();
		boolean nothing = auth.isNull() || (auth.isObject() && auth.isEmpty());
		return nothing ? MissingNode.getInstance() : auth;
	}

	private static @Nullable Revision revision(@Nullable String name) {
		for (Revision each : Revision.values()) {
			if (each.name().equals(name)) {
				return each;
			}
		}
		return null;
	}

	private static Revision revision(MultiValueMap<String, String> query) {
		return "3".equals(query.getFirst("EIO")) ? Revision.EIO3 : Revision.EIO4;
	}

	/** Node's servers take what is no URI. */
	private static URI uri(@Nullable String text) {
		if (text == null) {
			return URI.create("");
		}
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			return quoted(text);
		}
	}

	private static URI quoted(String text) {
		int mark = text.indexOf('?');
		String path = (mark >= 0) ? text.substring(0, mark) : text;
		try {
			return new URI(null, null, path, (mark >= 0) ? text.substring(mark + 1) : null, null);
		}
		catch (URISyntaxException ex) {
			return URI.create("");
		}
	}

}
