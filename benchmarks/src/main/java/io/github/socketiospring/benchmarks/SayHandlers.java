package io.github.socketiospring.benchmarks;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

/**
 * Handlers that do nothing.
 */
@SocketIONamespace
public class SayHandlers {

	private int handled;

	/**
	 * Handles an event.
	 * @param socket where it came from
	 * @param message its argument
	 */
	@OnEvent(value = "say", execution = Execution.EVENT_LOOP)
	public void say(Socket socket, Say message) {
		this.handled += message.text().length();
	}

	/**
	 * Handles an event that is acknowledged.
	 * @param message its argument
	 * @return the answer
	 */
	@OnEvent(value = "ask", execution = Execution.EVENT_LOOP)
	public String ask(Say message) {
		return message.text();
	}

	/**
	 * Returns something that depends on all calls.
	 * @return a number
	 */
	public int handled() {
		return this.handled;
	}

}
