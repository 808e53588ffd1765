package io.github.socketiospring.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * Long-polling by script elements and forms.
 */
public final class JsonpWire extends PollingWire {

	private static final Pattern SCRIPT = Pattern.compile("___eio\\[7]\\((\".*\")\\);");

	public JsonpWire(TestServer server) {
		this(server, new Eio4Dialect());
	}

	public JsonpWire(TestServer server, Dialect dialect) {
		super(server, dialect, "&j=7");
	}

	@Override
	protected String contentType() {
		return "application/x-www-form-urlencoded";
	}

	/** As the client does: a newline becomes a backslash and an "n". */
	@Override
	protected String encode(String payload) {
		String escaped = payload.replace("\\n", "\\\\n").replace("\n", "\\n");
		return "d=" + URLEncoder.encode(escaped, StandardCharsets.UTF_8);
	}

	@Override
	protected String decode(String body) {
		Matcher script = SCRIPT.matcher(body);
		if (!script.matches()) {
			throw new IllegalStateException("not a script: " + body);
		}
		return JsonMapper.shared().readValue(script.group(1), String.class);
	}

}
