package io.github.socketiospring.e2e.cluster;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An emitter in Node.js, without a server: {@code src/test/node/cluster-emitter.mjs}.
 */
final class NodeEmitter implements ClusterSender {

	private final LineProcess process;

	/**
	 * Starts an emitter and waits until it is connected.
	 * @param engine what carries its messages
	 */
	NodeEmitter(Engine engine) {
		this.process = new LineProcess("cluster-emitter.mjs", engine.settings(Map.of()));
		this.process.next("ready");
	}

	@Override
	public void emit(Selected selected, String event, @Nullable Object... arguments) {
		this.process.ask("emit", NodeServer.packet(selected, event, arguments));
	}

	@Override
	public void socketsJoin(Selected selected, String... rooms) {
		this.process.ask("socketsJoin", NodeServer.question(selected, Map.of("names", List.of(rooms))));
	}

	@Override
	public void socketsLeave(Selected selected, String... rooms) {
		this.process.ask("socketsLeave", NodeServer.question(selected, Map.of("names", List.of(rooms))));
	}

	@Override
	public void disconnectSockets(Selected selected, boolean close) {
		this.process.ask("disconnectSockets", NodeServer.question(selected, Map.of("close", close)));
	}

	@Override
	public void serverSideEmit(String namespace, String event, @Nullable Object... arguments) {
		this.process.ask("serverSideEmit", NodeServer.packet(Selected.all(namespace), event, arguments));
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return "an emitter in Node.js";
	}

}
