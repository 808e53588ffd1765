package io.github.socketiospring.benchmarks.server;

import java.io.IOException;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with the starter, configured by its arguments.
 */
@SpringBootApplication
public class StarterServer {

	/**
	 * Runs the application.
	 * @param args Spring Boot's arguments
	 * @throws IOException if the standard input fails
	 */
	public static void main(String[] args) throws IOException {
		run(args);
	}

	/**
	 * Runs the application with more beans.
	 * @param args Spring Boot's arguments
	 * @param sources what else it is made of
	 * @throws IOException if the standard input fails
	 */
	public static void run(String[] args, Class<?>... sources) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(StarterServer.class).sources(sources)
			.properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off",
					"logging.level.root=warn")
			.run(args);
		WebServer server = ((WebServerApplicationContext) context).getWebServer();
		if (server == null) {
			throw new IllegalStateException("No web server");
		}
		Parent.tellAndStay(server.getPort());
	}

}
