package io.github.socketiospring.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java client 1.0, for Engine.IO 3. What it tries is in {@link OldJavaClient}.
 */
@ServerTest
class OldJavaClientTests {

	/** Where the build has put the client. */
	static final String LIBRARIES = Path.of("target", "java-client-1").toAbsolutePath() + File.separator + "*";

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void passesTheScenario(String transports) throws Exception {
		// Its libraries come first and hide those of the current client.
		String classPath = LIBRARIES + File.pathSeparator + System.getProperty("java.class.path");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String output = NodeScript.run(Path.of(""), List.of(java, "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8",
				"-cp", classPath, OldJavaClient.class.getName(), "http://127.0.0.1:" + this.port, transports));
		assertThat(output).contains("java-client-1").endsWith("all steps passed\n");
	}

}
