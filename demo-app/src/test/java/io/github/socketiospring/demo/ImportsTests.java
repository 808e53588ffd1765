package io.github.socketiospring.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo is written as any user would write it: with what the library has for users.
 */
class ImportsTests {

	private static final Pattern IMPORT = Pattern.compile("^import (io\\.github\\.socketiospring[a-z.]*)\\.[A-Z]",
			Pattern.MULTILINE);

	@Test
	void onlyWhatIsForUsersIsImported() throws IOException {
		Set<String> packages = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				Matcher matcher = IMPORT.matcher(Files.readString(file));
				while (matcher.find()) {
					packages.add(matcher.group(1));
				}
			}
		}
		assertThat(packages).contains("io.github.socketiospring")
			.isSubsetOf("io.github.socketiospring", "io.github.socketiospring.annotation",
					"io.github.socketiospring.handshake", "io.github.socketiospring.adapter",
					"io.github.socketiospring.dispatch", "io.github.socketiospring.autoconfigure",
					"io.github.socketiospring.demo");
	}

}
