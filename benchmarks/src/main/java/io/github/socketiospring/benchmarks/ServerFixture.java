package io.github.socketiospring.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.JsonPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.dispatch.HandshakeValues;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.PacketProtocol;
import io.github.socketiospring.server.ServerOptions;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.Workers;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A whole server without a network, with its handlers on the calling thread.
 */
public final class ServerFixture {

	/** What an application has without further configuration. */
	static final JsonLimits LIMITS = new JsonLimits(100, 1000);

	private static final byte[] CONNECT = Say.bytes("40");

	private final JsonCodec json = new JsonCodec(JsonMapper.shared(), LIMITS);

	private final PacketFormat format = new JsonPacketFormat(this.json);

	private final Revisions revisions = new Revisions(1000);

	private final TimerWheel timers = new TimerWheel(() -> 0);

	private final Workers workers = new Workers(Runnable::run, 1, Duration.ZERO);

	private final DefaultSocketIOServer server = new DefaultSocketIOServer(ServerOptions.DEFAULTS,
			this.revisions.assign(PacketProtocol.protocol5(this.format), PacketProtocol.protocol4(this.format)),
			this.json, InMemoryAdapter::new, this.timers, this.workers, new Jobs(this.workers, 100, List.of()));

	private final EngineServer engine;

	private final ProtocolRevision revision;

	private final MultiValueMap<String, String> query = new LinkedMultiValueMap<>();

	private final List<Executor> loops = List.of(new Loop(), new Loop());

	private final List<SinkConnection> connections = new ArrayList<>();

	private final SayHandlers handlers;

	/**
	 * Creates a server with the handlers.
	 */
	@SuppressWarnings("resource")
	public ServerFixture() {
		this.query.add("EIO", "4");
		this.query.add("transport", "websocket");
		ProtocolRevision chosen = this.revisions.choose(this.query);
		if (chosen == null) {
			throw new IllegalStateException("EIO=4 is not offered");
		}
		this.revision = chosen;
		this.engine = new EngineServer(EngineOptions.DEFAULTS, this.revisions, (request) -> Mono.empty(), this.server,
				this.timers);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(SayHandlers.class);
		new HandlerMethodRegistrar(context.getBeanFactory(),
				new HandlerMethodRegistrar.Settings(this.json, this.server::contextOf, Execution.AUTO, List.of(), null,
						HandshakeValues.NONE, DefaultConversionService.getSharedInstance()))
			.register(this.server, this.server::handlers);
		this.handlers = context.getBean(SayHandlers.class);
	}

	/**
	 * Connects a client and lets it join the root namespace.
	 * @return its connection
	 */
	public SinkConnection connect() {
		SinkConnection connection = new SinkConnection(this.loops.get(this.connections.size() % this.loops.size()));
		this.engine.openFramed(this.revision, EngineRequest.get(URI.create("/socket.io/"), this.query), connection);
		connection.receive(CONNECT);
		this.connections.add(connection);
		return connection;
	}

	/**
	 * Returns the server.
	 * @return the server
	 */
	public DefaultSocketIOServer server() {
		return this.server;
	}

	/**
	 * Returns the JSON codec.
	 * @return the codec
	 */
	public JsonCodec json() {
		return this.json;
	}

	/**
	 * Returns the packet format.
	 * @return the format
	 */
	public PacketFormat format() {
		return this.format;
	}

	/**
	 * Encodes a packet for the clients of this server.
	 * @param packet the packet
	 * @return its messages
	 */
	public EngineMessage[] encode(Packet packet) {
		return this.format.encode(packet, this.revision.framing());
	}

	/**
	 * Returns the handlers.
	 * @return the handlers
	 */
	public SayHandlers handlers() {
		return this.handlers;
	}

	/**
	 * An event loop that is always entered.
	 */
	private static final class Loop implements Executor {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

	}

}
