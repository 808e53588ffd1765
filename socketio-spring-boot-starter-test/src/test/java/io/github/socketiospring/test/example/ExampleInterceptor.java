package io.github.socketiospring.test.example;

import java.util.Map;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Members only. */
@Component
public class ExampleInterceptor implements SocketIOServerCustomizer {

	@Override
	public void customize(SocketIOServer server) {
		server.of("/members")
			.use((socket) -> "member".equals(socket.handshake().auth().path("token").asString("")) ? Mono.empty()
					: Mono.error(new ConnectRefusedException("members only", Map.of("code", 7))));
		server.of("/never").use((socket) -> Mono.never());
	}

}
