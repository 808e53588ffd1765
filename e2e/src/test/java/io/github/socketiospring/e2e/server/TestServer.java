package io.github.socketiospring.e2e.server;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Answers whatever the clients try, written only with the public API.
 */
@SpringBootApplication
public class TestServer {

}
