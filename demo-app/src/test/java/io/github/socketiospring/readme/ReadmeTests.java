package io.github.socketiospring.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in README is the code that is tried here.
 */
class ReadmeTests {

	@ParameterizedTest
	@CsvSource({ "handler-test, ChatControllerTests" })
	void showsWhatIsTried(String marker, String type) throws IOException {
		Matcher block = Pattern.compile("<!-- " + marker + " -->\\s*```java\\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../README.md")));
		assertThat(block.find()).isTrue();
		Path source = Path.of("src/test/java/io/github/socketiospring/readme/" + type + ".java");
		assertThat(withoutSpaces(Files.readString(source))).contains(withoutSpaces(block.group(1)));
	}

	private static String withoutSpaces(String code) {
		return code.replaceAll("\\s", "");
	}

}
