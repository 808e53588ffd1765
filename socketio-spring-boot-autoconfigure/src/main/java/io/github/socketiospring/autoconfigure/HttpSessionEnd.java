package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOUsers;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Closes the connections that were opened in a session when the container ends it, on
 * log-out or because it has expired. A session that changes its id does so because
 * somebody has logged in: clients connect again, as the new user.
 */
final class HttpSessionEnd
		implements HttpSessionListener, HttpSessionIdListener, SmartInitializingSingleton, DisposableBean {

	private final ObjectProvider<SocketIOUsers> provider;

	/** Only while all beans are there: containers end sessions when they stop, too. */
	private volatile @Nullable SocketIOUsers users;

	HttpSessionEnd(ObjectProvider<SocketIOUsers> users) {
		this.provider = users;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.users = this.provider.getIfAvailable();
	}

	@Override
	public void destroy() {
		this.users = null;
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		disconnect(event.getSession().getId());
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
		disconnect(oldSessionId);
	}

	private void disconnect(String id) {
		SocketIOUsers known = this.users;
		if (known != null) {
			known.disconnectSession(id);
		}
	}

}
