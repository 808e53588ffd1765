package io.github.socketiospring.demo;

import java.util.List;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import org.junit.jupiter.api.Test;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class CounterJobTests {

	private final Namespace namespace = mock();

	private final CounterJob job = new CounterJob(server(this.namespace));

	@Test
	void countsWhileSomebodyIsConnected() {
		given(this.namespace.sockets()).willReturn(List.of(mock(Socket.class)));
		this.job.tick();
		this.job.tick();
		var order = inOrder(this.namespace);
		order.verify(this.namespace).volatileEmit("counter", 1L);
		order.verify(this.namespace).volatileEmit("counter", 2L);
	}

	@Test
	void restsWhileNobodyIsConnected() {
		given(this.namespace.sockets()).willReturn(List.of());
		this.job.tick();
		verify(this.namespace, never()).volatileEmit("counter", 1L);
	}

	private static SocketIOServer server(Namespace namespace) {
		SocketIOServer server = mock();
		given(server.of("/tutorial")).willReturn(namespace);
		return server;
	}

}
