package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.servlet.MissingWebSocketsException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MissingWebSocketsFailureAnalyzer}.
 */
class MissingWebSocketsFailureAnalyzerTests {

	@Test
	void saysWhatToAddAndHowToDoWithout() {
		MissingWebSocketsException failure = mock(MissingWebSocketsException.class);
		given(failure.getMessage()).willReturn("The servlet container (Container/1.0) has no WebSockets");
		FailureAnalysis analysis = new MissingWebSocketsFailureAnalyzer().analyze(new IllegalStateException(failure));
		assertThat(analysis.getDescription()).contains("Container/1.0");
		assertThat(analysis.getAction()).contains("tomcat-embed-websocket", "jetty-ee11-websocket-jetty-server",
				"socketio.transports=polling");
	}

}
