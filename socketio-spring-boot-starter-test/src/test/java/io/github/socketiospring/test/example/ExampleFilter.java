package io.github.socketiospring.test.example;

import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Refuses whoever asks for it. */
@Component
public class ExampleFilter implements RequestFilter {

	@Override
	public Mono<Void> check(HandshakeRequest request) {
		if ("never".equals(request.headers().getFirst("X-Answer"))) {
			return Mono.never();
		}
		return request.query().containsKey("refuse")
				? Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "not today <b>")) : Mono.empty();
	}

}
