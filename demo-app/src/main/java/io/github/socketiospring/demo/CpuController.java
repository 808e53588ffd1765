package io.github.socketiospring.demo;

import java.util.List;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.demo.CpuHistory.Sample;

/**
 * The CPU page. Whoever opens it sees the last minute at once; the rest comes from
 * {@link CpuJob}.
 */
@SocketIONamespace("/cpu")
class CpuController {

	private final CpuHistory history;

	CpuController(CpuHistory history) {
		this.history = history;
	}

	@OnConnect
	void connected(Socket socket) {
		socket.emit("history", new Graph(this.history.processors(), this.history.samples()));
	}

	record Graph(int processors, List<Sample> samples) {
	}

}
