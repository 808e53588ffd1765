package io.github.socketiospring.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSONP polling as its clients do it: answers are scripts, requests are forms. No client
 * in use today can be told to prefer it.
 */
@ServerTest
class JsonpTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(8);

	private static final Pattern SCRIPT = Pattern.compile("___eio\\[(\\d+)]\\((\".*\")\\);");

	/** A client keeps to the callback it has chosen when it connected. */
	private static final String CALLBACK = "3";

	private static final String SEPARATOR = "\u001e";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIME_LIMIT)
		.build();

	@LocalServerPort
	private int port;

	@Test
	void exchangesTextAndBinaryData() throws Exception {
		String opened = poll("").get(0);
		assertThat(opened).startsWith("0{");
		String sid = "&sid=" + JsonMapper.shared().readTree(opened.substring(1)).get("sid").asString();

		post(sid, "40");
		List<String> packets = pollUntil(sid, 2);
		assertThat(packets.get(0)).startsWith("40{\"sid\":");
		assertThat(packets.get(1)).startsWith("42[\"welcome\",");

		post(sid, "42[\"echo\",\"ü 😀 \u2028 + & % \\\"\"]");
		assertThat(pollUntil(sid, 1)).containsExactly("42[\"echoed\",\"ü 😀 \u2028 + & % \\\"\"]");

		post(sid, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]" + SEPARATOR + "bAAH+/w==");
		assertThat(pollUntil(sid, 2)).containsExactly("451-[\"echoed\",{\"_placeholder\":true,\"num\":0}]",
				"bAAH+/w==");
	}

	@Test
	void restoresTheLineBreaksOfAForm() throws Exception {
		String sid = "&sid=" + JsonMapper.shared().readTree(poll("").get(0).substring(1)).get("sid").asString();
		post(sid, "40");
		pollUntil(sid, 2);
		// A form would change a bare line break, so clients send \n as \\n.
		post(sid, "42[\"echo\",\"one\\\\ntwo\"]");
		assertThat(pollUntil(sid, 1)).containsExactly("42[\"echoed\",\"one\\ntwo\"]");
	}

	@Test
	void doesNotLetTheNameOfTheCallbackRun() throws Exception {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri("&j=alert(7)//")).GET());
		assertThat(response.body()).isNotEmpty().doesNotContain("alert");
	}

	private List<String> pollUntil(String sid, int count) throws IOException, InterruptedException {
		List<String> packets = new ArrayList<>();
		while (packets.size() < count) {
			poll(sid).stream().filter((packet) -> !packet.equals("2")).forEach(packets::add);
		}
		return packets;
	}

	private List<String> poll(String sid) throws IOException, InterruptedException {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(sid + "&j=" + CALLBACK)).GET());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).get()
			.asString()
			.startsWithIgnoringCase("text/javascript");
		assertThat(response.body()).as("no script could contain them").doesNotContain("\u2028", "\u2029", "\n");
		Matcher script = SCRIPT.matcher(response.body());
		assertThat(script.matches()).as(response.body()).isTrue();
		assertThat(script.group(1)).isEqualTo(CALLBACK);
		String payload = JsonMapper.shared().readValue(script.group(2), String.class);
		List<String> packets = Arrays.asList(payload.split(SEPARATOR));
		if (packets.contains("2")) {
			post(sid, "3");
		}
		return packets;
	}

	private void post(String sid, String payload) throws IOException, InterruptedException {
		String form = "d=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(sid + "&j=" + CALLBACK))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("ok");
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.timeout(TIME_LIMIT).build(), BodyHandlers.ofString());
	}

	private URI uri(String parameters) {
		return URI.create("http://127.0.0.1:" + this.port + "/socket.io/?EIO=4&transport=polling" + parameters);
	}

}
