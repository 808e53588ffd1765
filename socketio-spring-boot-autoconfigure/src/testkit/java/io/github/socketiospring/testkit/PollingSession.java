package io.github.socketiospring.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.engine.RequestCheck;
import org.awaitility.Awaitility;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A polling session whose every request is made by hand.
 *
 * @param server the server
 * @param sid its id
 * @param socketId the id of the socket that has joined the root namespace, if any
 */
public record PollingSession(TestServer server, String sid, String socketId) {

	/** The query of a request that opens a session. */
	public static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

	private static final Pattern SID = Pattern.compile("\"sid\":\"([\\w-]{20,28})\"");

	/** Opens a session. */
	public static PollingSession open(TestServer server) {
		return of(server, RawHttp.exchange(server, "GET", HANDSHAKE));
	}

	/** The session a response has opened. */
	public static PollingSession of(TestServer server, RawHttp.Response handshake) {
		Matcher matcher = SID.matcher(handshake.body());
		if (!matcher.find()) {
			throw new AssertionError("no handshake: " + handshake.status() + " " + handshake.body());
		}
		return new PollingSession(server, matcher.group(1), "");
	}

	/** Opens a session and joins the root namespace. */
	public static PollingSession joined(TestServer server) {
		PollingSession session = open(server);
		session.post("40");
		RawHttp.Response answer = session.get();
		Matcher matcher = SID.matcher(answer.body());
		if (!answer.body().startsWith("40{\"sid\":") || !matcher.find()) {
			throw new AssertionError("not joined: " + answer.body());
		}
		return new PollingSession(server, session.sid(), matcher.group(1));
	}

	public String target() {
		return HANDSHAKE + "&sid=" + this.sid;
	}

	public RawHttp.Response get(String... headers) {
		return RawHttp.exchange(this.server, "GET", target(), headers);
	}

	public RawHttp.Response post(String body, String... headers) {
		return RawHttp.post(this.server, target(), body, headers);
	}

	/** Sends a GET and leaves it pending. */
	public RawHttp pendingGet() {
		RawHttp http = new RawHttp(this.server);
		http.request("GET", target(), null);
		return http;
	}

	/** Sends a POST and leaves its answer unread. */
	public RawHttp pendingPost(String body) {
		RawHttp http = new RawHttp(this.server);
		http.request("POST", target(), body);
		return http;
	}

	/** Waits until the server has a GET that waits for packets. */
	public void awaitPoll() {
		MultiValueMap<String, String> query = UriComponentsBuilder.fromUriString(target()).build().getQueryParams();
		Awaitility.await()
			.until(() -> ((RequestCheck.Existing) this.server.engine().check("GET", query, null, false)).session()
				.connection()
				.isWritable());
	}

}
