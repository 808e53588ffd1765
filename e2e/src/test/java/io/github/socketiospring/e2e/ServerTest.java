package io.github.socketiospring.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.socketiospring.e2e.server.TestServer;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A test that talks to the {@link TestServer}, started once for all of them on a free
 * port. Heartbeats are frequent so that they fall between everything else. The build runs
 * these tests on every server: on Reactor Netty, and in a servlet application on Tomcat
 * and on Jetty. Those with the tag {@code own-port} it runs once more, beside Spring MVC
 * on Tomcat, which does not serve clients then: they have a port for themselves.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("every-server")
@SpringBootTest(classes = TestServer.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "socketio.ping-interval=500ms", "socketio.ping-timeout=5s",
				"socketio.handlers.answer-errors=true",
				// Not the demo's configuration, which is on the class path too.
				"spring.config.name=test-server" })
@interface ServerTest {

}
