package io.github.socketiospring.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of code that a document shows.
 *
 * @param document the name of the document
 * @param line where it begins, from 1
 * @param code the code as it is there
 */
record Snippet(String document, int line, String code) {

	/** What an IDE adds, on one line. */
	private static final String IMPORTS = """
			import io.github.socketiospring.*;
			import io.github.socketiospring.adapter.*;
			import io.github.socketiospring.annotation.*;
			import io.github.socketiospring.autoconfigure.*;
			import io.github.socketiospring.dispatch.HandlerCall;
			import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
			import io.github.socketiospring.handshake.*;
			import io.github.socketiospring.observation.*;
			import io.github.socketiospring.security.*;
			import io.github.socketiospring.test.*;
			import io.github.socketiospring.test.autoconfigure.*;
			import io.micrometer.common.KeyValues;
			import io.micrometer.core.instrument.MeterRegistry;
			import jakarta.validation.Valid;
			import jakarta.validation.constraints.*;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.regex.Pattern;
			import org.jspecify.annotations.Nullable;
			import org.junit.jupiter.api.Test;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.boot.test.context.SpringBootTest;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.EventListener;
			import org.springframework.http.HttpHeaders;
			import org.springframework.http.HttpStatus;
			import org.springframework.scheduling.annotation.*;
			import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
			import org.springframework.security.config.annotation.method.configuration.*;
			import org.springframework.security.config.annotation.web.builders.HttpSecurity;
			import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
			import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
			import org.springframework.security.config.web.server.ServerHttpSecurity;
			import org.springframework.security.core.annotation.AuthenticationPrincipal;
			import org.springframework.security.oauth2.jwt.Jwt;
			import org.springframework.security.test.context.support.WithMockUser;
			import org.springframework.security.web.SecurityFilterChain;
			import org.springframework.security.web.authentication.HttpStatusEntryPoint;
			import org.springframework.security.web.server.SecurityWebFilterChain;
			import org.springframework.security.web.server.csrf.CsrfWebFilter;
			import org.springframework.security.web.server.util.matcher.*;
			import org.springframework.stereotype.*;
			import org.springframework.validation.annotation.Validated;
			import org.springframework.test.context.bean.override.mockito.MockitoBean;
			import reactor.core.publisher.*;
			import reactor.core.scheduler.Schedulers;
			import reactor.test.StepVerifier;
			import tools.jackson.databind.JsonNode;
			import static org.assertj.core.api.Assertions.*;
			import static org.springframework.security.config.Customizer.withDefaults;
			import static org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers.*;
			""".replace("\n", " ");

	private static final Pattern FENCE = Pattern
		.compile("(<!-- not-compiled: [^>]+ -->\\s*)?^( *)```java\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	/** Starts with what a handler or the application has at hand, and ends in a call. */
	private static final Pattern CALL = Pattern
		.compile("(…\\.|(?:io|namespace|socket|handshake|connection|ack|arguments|answer)\\.\\w+\\().*\\)");

	/**
	 * Returns the blocks of Java in a document that are meant to be compiled.
	 * @param document its name
	 * @param text its text
	 */
	static List<Snippet> blocks(String document, String text) {
		return FENCE.matcher(text)
			.results()
			.filter((block) -> block.group(1) == null)
			.map((block) -> new Snippet(document, lineOf(text, block.start(3)), block.group(3)))
			.toList();
	}

	/**
	 * Returns the calls in the columns called "here" of a document's tables.
	 * @param document its name
	 * @param text its text
	 */
	static List<Snippet> rows(String document, String text) {
		List<String> lines = text.lines().toList();
		List<Snippet> calls = new ArrayList<>();
		int column = -1;
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			String[] cells = line.split("(?<!\\\\)\\|");
			if (!line.startsWith("|")) {
				column = -1;
			}
			else if (column < 0) {
				column = columnOf(cells);
			}
			else if (column < cells.length) {
				int number = i + 1;
				CODE.matcher(cells[column])
					.results()
					.map((span) -> span.group(1))
					.filter((span) -> CALL.matcher(span).matches() && !filledIn(span.substring(1)).contains("…"))
					.map((span) -> new Snippet(document, number,
							span.replaceFirst("^…", "io.of(\"/chat\").to(\"room\")") + ";"))
					.forEach(calls::add);
			}
		}
		return calls;
	}

	private static int columnOf(String[] header) {
		int column = Stream.of(header).map(String::strip).toList().indexOf("here");
		return (column < 0) ? Integer.MAX_VALUE : column;
	}

	private static int lineOf(String text, int position) {
		return (int) text.substring(0, position).chars().filter((c) -> c == '\n').count() + 1;
	}

	/**
	 * Returns a source with this as members of a class.
	 * @param className the name of the class
	 */
	String asMembers(String className) {
		return head(className) + filledIn() + "\n}";
	}

	/**
	 * Returns a source with this as statements of a method.
	 * @param className the name of the class
	 */
	String asStatements(String className) {
		return head(className) + "void statements() throws Exception { " + filledIn() + "\n} }";
	}

	/** Everything on the first line, so that lines are counted as in the block. */
	private static String head(String className) {
		return "package io.github.socketiospring.documentation; " + IMPORTS + "abstract class " + className
				+ " extends Surroundings { ";
	}

	/** Code with something for each ellipsis that stands for a body. */
	private String filledIn() {
		return filledIn(this.code);
	}

	private static String filledIn(String code) {
		return code.replaceAll("(class \\w+[^{\\n]*)\\{ … }", "$1{ }")
			.replace("return …", "return null;")
			.replace("{ … }", "{ throw new UnsupportedOperationException(); }")
			.replace("-> …", "-> { throw new UnsupportedOperationException(); }");
	}

	/** Where a line of the source is in the document. */
	String place(long lineOfSource) {
		return this.document + ":" + (this.line + lineOfSource - 1);
	}

	@Override
	public String toString() {
		return this.document + ":" + this.line;
	}

}
