package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the programs take these files, and do what they say, is seen in {@code e2e}.
 */
class BalancerTests {

	private static final Pattern PLACE = Pattern.compile("(listen|bind|server \\w*) ?[\\w.]*:\\d+");

	@ParameterizedTest
	@EnumSource
	void namesOnlyPlacesOfThisMachine(Balancer balancer, @TempDir Path directory) throws IOException {
		Path file = balancer.configure(directory, 9000, Map.of("alder", 9001, "birch", 9002, "cedar", 9004));
		String configuration = Files.readString(file);
		assertThat(PLACE.matcher(configuration).results().map((place) -> place.group().replaceFirst(".* ", "")))
			.containsOnly("127.0.0.1:9000", "127.0.0.1:9001", "127.0.0.1:9002", "127.0.0.1:9004");
	}

}
