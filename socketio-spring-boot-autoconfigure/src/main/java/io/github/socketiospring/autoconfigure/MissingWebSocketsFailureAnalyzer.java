package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.servlet.MissingWebSocketsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to add to a servlet container that has no WebSockets.
 */
final class MissingWebSocketsFailureAnalyzer extends AbstractFailureAnalyzer<MissingWebSocketsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingWebSocketsException cause) {
		return new FailureAnalysis(cause.getMessage() + ", and Socket.IO is to serve them.",
				"Add what the web server's starter brings: org.apache.tomcat.embed:tomcat-embed-websocket for Tomcat, "
						+ "org.eclipse.jetty.ee11.websocket:jetty-ee11-websocket-jetty-server for Jetty. Or do without: "
						+ "socketio.transports=polling and socketio.legacy.transports=xhr-polling,jsonp-polling.",
				cause);
	}

}
