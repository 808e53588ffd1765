package io.github.socketiospring.security;

import io.github.socketiospring.SocketIOUsers;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * Tests for {@link SocketIOServletLogoutHandler}.
 */
class SocketIOServletLogoutHandlerTests {

	private final SocketIOUsers users = mock(SocketIOUsers.class);

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private void logOut(String user) {
		new SocketIOServletLogoutHandler(this.users).logout(this.request, new MockHttpServletResponse(),
				(user != null) ? new TestingAuthenticationToken(user, "secret") : null);
	}

	@Test
	void endsTheConnectionsOfTheSession() {
		String id = this.request.getSession(true).getId();
		logOut("ada");
		verify(this.users).disconnectSession(id);
		verifyNoMoreInteractions(this.users);
	}

	@Test
	void endsAllOfTheUserWithoutASession() {
		logOut("ada");
		verify(this.users).disconnect("ada");
		verifyNoMoreInteractions(this.users);
	}

	@Test
	void whoIsNobodyHasNothingToEnd() {
		logOut(null);
		verifyNoInteractions(this.users);
	}

}
