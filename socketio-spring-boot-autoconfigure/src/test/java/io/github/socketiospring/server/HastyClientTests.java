package io.github.socketiospring.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Clients that hang up before the server has finished what it does.
 */
class HastyClientTests {

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> io.of("/").onConnection(REASONS::watch));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "3, true", "3, false", "4, true", "4, false" })
	void whoIsDisconnectedByTheServerIsSo(String revision, boolean closeConnection) {
		connect(revision);
		Socket socket = server.io().of("/").sockets().iterator().next();
		socket.disconnect(closeConnection);
		REASONS.await(socket.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(server.engine().size()).isZero();
	}

	/** Opens a session whose client is gone as soon as it is told to leave. */
	private static void connect(String revision) {
		URI uri = URI.create("/socket.io/?transport=websocket&EIO=" + revision);
		MultiValueMap<String, String> query = UriComponentsBuilder.fromUri(uri).build().getQueryParams();
		EngineServer engine = server.engine();
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) engine.check("GET", query, null, true);
		FramedConnection connection = mock(FramedConnection.class);
		FrameReceiver[] receiver = new FrameReceiver[1];
		TransportSession[] session = new TransportSession[1];
		given(connection.transport()).willReturn("websocket");
		given(connection.executor()).willReturn(Runnable::run);
		willAnswer((invocation) -> receiver[0] = invocation.getArgument(0)).given(connection).receiveWith(any());
		willAnswer((invocation) -> session[0] = invocation.getArgument(0)).given(connection).attach(any());
		willAnswer((invocation) -> {
			for (EngineMessage message = session[0].queue().poll(); message != null; message = session[0].queue()
				.poll()) {
				if (message.toString().equals("41")) {
					receiver[0].connectionEnded(connection, CloseReason.TRANSPORT_CLOSE, null);
				}
			}
			return null;
		}).given(connection).wakeUp();
		engine.openFramed(handshake.revision(), EngineRequest.get(uri, query), connection);
		if (revision.equals("4")) {
			receiver[0].receiveText(connection, "40".getBytes(StandardCharsets.UTF_8), 0, 2);
		}
	}

}
