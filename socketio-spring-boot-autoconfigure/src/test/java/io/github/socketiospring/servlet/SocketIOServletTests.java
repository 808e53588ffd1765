package io.github.socketiospring.servlet;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.transport.webflux.EnginePaths;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SocketIOServlet}: what containers do with it is a test of
 * {@code autoconfigure}.
 */
class SocketIOServletTests {

	private static SocketIOServlet servlet(boolean webSockets) {
		return SocketIOServlet.of(() -> new EnginePaths("", true, (exchange) -> Mono.empty(), Map.of(), Map.of()), true,
				webSockets);
	}

	private static ServletConfig config(String... attributes) {
		ServletConfig config = mock(ServletConfig.class);
		ServletContext context = mock(ServletContext.class);
		ServletRegistration registration = mock(ServletRegistration.class);
		given(config.getServletName()).willReturn("socketIO");
		given(config.getServletContext()).willReturn(context);
		given(context.getServerInfo()).willReturn("Container/1.0");
		given(context.getAttributeNames()).willReturn(Collections.enumeration(List.of(attributes)));
		willReturn(registration).given(context).getServletRegistration("socketIO");
		given(registration.getMappings()).willReturn(List.of("/socket.io/*"));
		return config;
	}

	@Test
	void saysAtStartUpThatTheContainerHasNoWebSockets() {
		assertThatExceptionOfType(MissingWebSocketsException.class).isThrownBy(() -> servlet(true).init(config()))
			.withMessage("The servlet container (Container/1.0) has no WebSockets");
	}

	@Test
	void takesWebSocketsOfTheStandardAndOfTheContainer() {
		servlet(true).init(config("jakarta.websocket.server.ServerContainer"));
		servlet(true).init(config("other", "org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer"));
	}

	@Test
	void doesWithoutThemWhereOnlyPollsAreServed() {
		servlet(false).init(config());
	}

	@Test
	void saysWhichFiltersCannotStandBeforeIt() {
		SocketIOServlet servlet = servlet(false);
		servlet.init(config());
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/socket.io/");
		assertThatExceptionOfType(ServletException.class)
			.isThrownBy(() -> servlet.service(request, new MockHttpServletResponse()))
			.withMessageContaining("asyncSupported = true");
	}

	@Test
	void answersOtherPathsThatTheContainerTakesForItsOwn() throws Exception {
		SocketIOServlet servlet = servlet(false);
		servlet.init(config());
		for (String path : List.of("/socket.io", "/socket%2Eio/", "//socket.io/", "/socket.io;x=y/")) {
			MockHttpServletResponse response = new MockHttpServletResponse();
			servlet.service(new MockHttpServletRequest("GET", path), response);
			assertThat(response.getStatus()).as(path).isEqualTo(404);
		}
	}

}
