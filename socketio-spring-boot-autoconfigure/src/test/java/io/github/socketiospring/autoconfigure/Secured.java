package io.github.socketiospring.autoconfigure;

import java.security.Principal;
import java.util.List;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two users, and handlers that know them, for applications with Spring Security.
 */
final class Secured {

	/** The headers of a user. */
	static final String[] ADA = TestServer.basic("ada", "secret");

	/** The headers of an administrator. */
	static final String[] ROOT = TestServer.basic("root", "secret");

	static final List<UserDetails> USERS = List.of(
			User.withUsername("ada").password("{noop}secret").roles("USER").build(),
			User.withUsername("root").password("{noop}secret").roles("USER", "ADMIN").build());

	private Secured() {
	}

	/** Handlers see the principal, and only an administrator may reboot. */
	static void assertSecured(TestServer server) {
		try (TestServer.WebSocketClient ada = server.connect(ADA);
				TestServer.WebSocketClient root = server.connect(ROOT)) {
			assertUser(ada, "ada");
			assertUser(root, "root");
			ada.send("421[\"reboot\"]");
			assertThat(ada.next()).isEqualTo("431[\"denied\"]");
			root.send("421[\"reboot\"]");
			assertThat(root.next()).isEqualTo("431[\"rebooting\"]");
		}
	}

	/** The log has nothing of what any client can cause as often as it likes. */
	static void assertDenied(TestServer server, CapturedOutput output) {
		try (TestServer.WebSocketClient ada = server.connect(ADA);
				TestServer.WebSocketClient root = server.connect(ROOT)) {
			for (TestServer.WebSocketClient client : List.of(ada, root)) {
				client.send("40/office,");
				assertThat(client.next()).startsWith("40/office,{");
			}
			for (String event : List.of("fire", "unknown")) {
				ada.send("42/office,0[\"" + event + "\"]");
				assertThat(ada.next()).isEqualTo(
						"43/office,0[{\"name\":\"method_access_denied\",\"message\":\"this event is not allowed\"}]");
			}
			root.send("42/office,0[\"fire\"]");
			assertThat(root.next()).isEqualTo("43/office,0[\"fired\"]");
			assertThat(output.getAll()).doesNotContain("ERROR", "AccessDenied", "AuthenticationCredentialsNotFound");

			root.send("42/office,0[\"outage\"]");
			assertThat(root.next()).startsWith("43/office,0[{\"name\":\"handler_failed\"");
			assertThat(output.getAll()).contains("ERROR", "AuthenticationServiceException");
		}
	}

	static void assertUser(TestServer.WebSocketClient client, String name) {
		assertAnswer(client, "who", name);
	}

	static void assertAnswer(TestServer.WebSocketClient client, String event, String answer) {
		client.send("420[\"" + event + "\"]");
		assertThat(client.next()).isEqualTo("430[\"" + answer + "\"]");
	}

	@SocketIONamespace
	static class PlainHandlers {

		@OnEvent("who")
		String who(Principal principal) {
			return principal.getName();
		}

		@OnEvent("current")
		String current() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@OnEvent("reboot")
		@PreAuthorize("hasRole('ADMIN')")
		String reboot() {
			return "rebooting";
		}

		@OnEventException
		String denied(AccessDeniedException ex) {
			return "denied";
		}

	}

	/**
	 * Nothing here takes exceptions.
	 */
	@SocketIONamespace("/office")
	static class PlainOffice {

		@OnEvent("fire")
		@PreAuthorize("hasRole('ADMIN')")
		String fire() {
			return "fired";
		}

		@OnEvent("unknown")
		String unknown() {
			throw new AuthenticationCredentialsNotFoundException("expected by Secured");
		}

		@OnEvent("outage")
		String outage() {
			throw new AuthenticationServiceException("expected by Secured");
		}

	}

}
