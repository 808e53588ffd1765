package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What {@code mvn install} puts into a repository, if this build goes as far as packages.
 */
class ArtifactsTests {

	@ParameterizedTest
	@CsvSource({ "socketio-spring-boot-autoconfigure, io.github.socketiospring, true",
			"socketio-spring-boot-starter, io.github.socketiospring.starter, false" })
	void artifactsOfAModule(String module, String name, boolean hasClasses) throws IOException {
		List<Path> jars = jars(Path.of("..", module, "target"));
		assumeThat(jars).isNotEmpty();
		assertThat(jars).extracting((jar) -> jar.getFileName().toString())
			.noneMatch((jar) -> jar.contains("tests"))
			.anyMatch((jar) -> jar.endsWith("-sources.jar"))
			.matches((all) -> !hasClasses || all.stream().anyMatch((jar) -> jar.endsWith("-javadoc.jar")));
		assertThat(jars).filteredOn((jar) -> !jar.toString().matches(".*-(sources|javadoc)\\.jar"))
			.singleElement()
			.satisfies((jar) -> assertThat(moduleName(jar)).isEqualTo(name));
	}

	private static List<Path> jars(Path target) throws IOException {
		if (!Files.isDirectory(target)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(target)) {
			return files.filter((file) -> file.toString().endsWith(".jar")).toList();
		}
	}

	private static String moduleName(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
		}
	}

}
