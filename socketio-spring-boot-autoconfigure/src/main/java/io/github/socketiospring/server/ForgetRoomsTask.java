package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Lets the rooms of a socket that has gone be forgotten.
 *
 * @param socket the socket
 */
record ForgetRoomsTask(ServerSocket socket) implements SocketTask {

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public @Nullable Publisher<?> run() {
		this.socket.forgetRooms();
		return null;
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return null;
	}

}
