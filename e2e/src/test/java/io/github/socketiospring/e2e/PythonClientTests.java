package io.github.socketiospring.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import io.github.socketiospring.testkit.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Python client of the distribution, with threads and with asyncio. What it tries is
 * in {@code src/test/python}.
 */
@ServerTest
@Tag("own-port")
class PythonClientTests {

	private static final Path DIRECTORY = Path.of("src", "test", "python");

	private static final List<String> PACKAGES = List.of("python3-socketio", "python3-requests", "python3-websocket",
			"python3-aiohttp");

	private static Path python;

	@Value("${local.socketio.port:${local.server.port}}")
	private int port;

	/** The first in the path may be another than the distribution's. */
	@BeforeAll
	static void findPython() throws IOException, InterruptedException {
		python = Programs.findOrInstall(List.of("python3"), PythonClientTests::hasClient, PACKAGES)
			.orElseThrow(() -> new IllegalStateException("No python3 has the client: install Debian's "
					+ String.join(", ", PACKAGES) + ", or \"python-socketio[client,asyncio_client]\" with pip"));
	}

	private static boolean hasClient(Path python) {
		try {
			Process process = new ProcessBuilder(python.toString(), "-c",
					"import socketio, requests, websocket, aiohttp")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "scenario.py, polling", "scenario.py, websocket", "scenario.py, upgrade", "async_scenario.py, polling",
			"async_scenario.py, websocket", "async_scenario.py, upgrade" })
	void passesTheScenario(String script, String transport) throws Exception {
		// -B: writes nothing beside the scripts.
		String output = NodeScript.run(DIRECTORY,
				List.of(python.toString(), "-B", script, transport, "http://127.0.0.1:" + this.port));
		assertThat(output).endsWith("all steps passed\n");
	}

}
