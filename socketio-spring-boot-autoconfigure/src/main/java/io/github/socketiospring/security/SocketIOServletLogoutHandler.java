package io.github.socketiospring.security;

import io.github.socketiospring.SocketIOUsers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/**
 * Closes the Socket.IO connections of whoever logs out of a servlet application: those
 * that were opened in the same session; where there is no session, all of the user.
 * Needed only where nobody else says that a session ends: for log-outs without a session,
 * and with Spring Session on a repository without events. To be added by
 * {@code logout.addLogoutHandler(socketIO)}, which comes before the session is ended.
 */
public final class SocketIOServletLogoutHandler implements LogoutHandler {

	private final SocketIOUsers users;

	/**
	 * Creates a handler.
	 * @param users whose connections are closed
	 */
	public SocketIOServletLogoutHandler(SocketIOUsers users) {
		this.users = users;
	}

	@Override
	public void logout(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			this.users.disconnectSession(session.getId());
		}
		else if (authentication != null) {
			this.users.disconnect(authentication.getName());
		}
	}

}
