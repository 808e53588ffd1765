package io.github.socketiospring.e2e.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Answers whatever the clients try, written only with the public API.
 */
@SpringBootApplication
public class TestServer {

	/**
	 * Starts the server in a process of its own.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(TestServer.class, arguments);
	}

}
