package io.github.socketiospring.test;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import io.github.socketiospring.test.example.ChatHandlers;
import io.github.socketiospring.test.example.Greetings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test need not close its clients.
 */
@SocketIOTest(ChatHandlers.class)
@Import(Greetings.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClosingTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private SocketIOServer io;

	private @Nullable SocketIOTestClient ofTheClass;

	private @Nullable SocketIOTestClient ofTheFirst;

	@BeforeAll
	void connect() {
		this.ofTheClass = this.clients.connect("/chat");
	}

	@Test
	@Order(1)
	void opens() {
		this.ofTheFirst = this.clients.connect("/chat");
		assertThat(this.io.clientsCount()).isEqualTo(2);
	}

	@Test
	@Order(2)
	void findsOnlyTheClientOfTheClass() {
		assertThat(this.ofTheFirst).isNotNull().matches((client) -> !client.isConnected());
		assertThat(this.io.clientsCount()).isEqualTo(1);
		assertThat(this.ofTheClass).isNotNull().matches(SocketIOTestClient::isConnected);
	}

}
