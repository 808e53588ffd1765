package io.github.socketiospring.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpStatusCode;

/**
 * The server does not let a client in: what clients know as {@code connect_error}. The
 * message is the text that the client is told.
 */
public final class ConnectErrorException extends RuntimeException {

	private final transient JsonNode data;

	private final transient @Nullable HttpStatusCode status;

	private ConnectErrorException(String message, JsonNode data, @Nullable HttpStatusCode status) {
		super(message);
		this.data = data;
		this.status = status;
	}

	static ConnectErrorException byNamespace(String message, JsonNode data) {
		return new ConnectErrorException(message, data, null);
	}

	static ConnectErrorException byRequest(String message, HttpStatusCode status) {
		return new ConnectErrorException(message, MissingNode.getInstance(), status);
	}

	/**
	 * Returns what the server says beside the message: the data of a
	 * {@code ConnectRefusedException}.
	 * @return the data, a {@code MissingNode} if there are none
	 */
	public JsonNode data() {
		return this.data;
	}

	/**
	 * Returns how the first HTTP request was answered.
	 * @return the status, or {@code null} if the connection was opened and the namespace
	 * has refused
	 */
	public @Nullable HttpStatusCode status() {
		return this.status;
	}

}
