package io.github.socketiospring.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.TokenSource;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.ReceivedArguments;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Stands in for the server: an application context with some beans whose handlers are
 * called with events in JSON, one after the other.
 */
final class Dispatcher implements AutoCloseable {

	static final JsonCodec CODEC = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	final SocketIOServer server = mock();

	final Socket socket = mock();

	final Namespace namespace = mock();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Map<String, RecordingHandlers> namespaces = new HashMap<>();

	private final List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();

	private Execution execution = Execution.AUTO;

	private ContextView socketContext = Context.empty();

	private Validator validator;

	private HandshakeValues handshakes = HandshakeValues.NONE;

	private JsonCodec codec = CODEC;

	Dispatcher() {
		given(this.socket.namespace()).willReturn(this.namespace);
		auth(MissingNode.getInstance());
	}

	static Dispatcher of(Class<?>... beans) {
		return new Dispatcher().start(beans);
	}

	/** Starts with beans that are refused, and returns what the developer reads. */
	static InvalidHandlerException failure(Class<?>... beans) {
		try (Dispatcher dispatcher = new Dispatcher()) {
			return assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> dispatcher.start(beans))
				.actual();
		}
	}

	/** Starts with a bean that is refused with this message and this advice. */
	static void checkFailure(Class<?> bean, String message, String action) {
		InvalidHandlerException failure = failure(bean);
		assertThat(failure).hasMessageContaining(message).hasMessageContaining(bean.getName());
		assertThat(failure.action()).contains(action);
	}

	Dispatcher codec(JsonCodec codec) {
		this.codec = codec;
		return this;
	}

	Dispatcher execution(Execution execution) {
		this.execution = execution;
		return this;
	}

	Dispatcher resolver(HandlerMethodArgumentResolver resolver) {
		this.resolvers.add(resolver);
		return this;
	}

	Dispatcher socketContext(ContextView context) {
		this.socketContext = context;
		return this;
	}

	Dispatcher validator(Validator validator) {
		this.validator = validator;
		return this;
	}

	Dispatcher handshakes(HandshakeValues handshakes) {
		this.handshakes = handshakes;
		return this;
	}

	Dispatcher property(String name, String value) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(name, Map.of(name, value)));
		return this;
	}

	Dispatcher auth(JsonNode auth) {
		Handshake handshake = mock(Handshake.class);
		given(handshake.auth()).willReturn(auth);
		given(this.socket.handshake()).willReturn(handshake);
		return this;
	}

	Dispatcher start(Class<?>... beans) {
		this.context.registerBean(PropertySourcesPlaceholderConfigurer.class);
		this.context.register(beans);
		this.context.refresh();
		var settings = new HandlerMethodRegistrar.Settings(this.codec, (any) -> this.socketContext, this.execution,
				this.resolvers, this.validator, this.handshakes, DefaultConversionService.getSharedInstance());
		new HandlerMethodRegistrar(this.context.getBeanFactory(), settings).register(this.server, this::namespace);
		return this;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	RecordingHandlers namespace(String name) {
		return this.namespaces.computeIfAbsent(name, (key) -> new RecordingHandlers(key));
	}

	Map<String, RecordingHandlers> namespaces() {
		return this.namespaces;
	}

	EventHandler handler(String event) {
		Map<String, EventHandler> events = namespace("/").events;
		return events.getOrDefault(event, events.get("*"));
	}

	/**
	 * Has an event handled that asks for an ack, and waits until it is.
	 */
	RecordingAck send(String json, byte[]... attachments) throws Throwable {
		return send(new RecordingAck(true), json, attachments);
	}

	RecordingAck send(RecordingAck ack, String json, byte[]... attachments) throws Throwable {
		Publisher<?> result = call(ack, json, attachments);
		if (result != null) {
			Mono.from(result).block();
		}
		return ack;
	}

	Publisher<?> call(RecordingAck ack, String json, byte[]... attachments) throws Throwable {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		try (ArgumentReader reader = ArgumentReader.event(CODEC, data, 0, data.length, List.of(attachments))) {
			return call(ack, reader);
		}
	}

	/** Has an event of any format handled, and waits until it is. */
	RecordingAck send(TokenSource event) throws Throwable {
		RecordingAck ack = new RecordingAck(true);
		try (ArgumentReader reader = ArgumentReader.event(CODEC, event)) {
			Publisher<?> result = call(ack, reader);
			if (result != null) {
				Mono.from(result).block();
			}
		}
		return ack;
	}

	private Publisher<?> call(RecordingAck ack, ArgumentReader reader) throws Throwable {
		EventHandler handler = handler(reader.event());
		if (handler.binding() == null) {
			return handle(handler,
					new EventCall(this.socket, reader.event(), null, new ReceivedArguments(reader.capture()), ack));
		}
		Object[] bound;
		try {
			bound = reader.bind(handler.binding());
		}
		catch (ArgumentBindingException ex) {
			return handler.failed(ex, new EventCall(this.socket, reader.event(), null, null, ack));
		}
		return handle(handler, new EventCall(this.socket, reader.event(), bound, null, ack));
	}

	/**
	 * Calls a handler, and has it deal with its failure, as the queue of a socket does.
	 */
	static Publisher<?> handle(EventHandler handler, EventCall call) throws Throwable {
		Publisher<?> result;
		try {
			result = handler.handle(call);
		}
		catch (Throwable ex) {
			return handler.failed(ex, call);
		}
		return (result != null) ? Mono.<Object>fromDirect(result).onErrorResume((ex) -> failed(handler, call, ex))
				: null;
	}

	private static Mono<?> failed(EventHandler handler, EventCall call, Throwable exception) {
		try {
			Publisher<?> result = handler.failed(exception, call);
			return (result != null) ? Mono.fromDirect(result) : Mono.empty();
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	void connect() throws Throwable {
		all(namespace("/").connect, null, null);
	}

	void disconnect(DisconnectReason reason, String description) throws Throwable {
		all(namespace("/").disconnecting, reason, description);
		all(namespace("/").disconnect, reason, description);
	}

	private void all(List<LifecycleHandler> handlers, DisconnectReason reason, String description) throws Throwable {
		for (LifecycleHandler handler : handlers) {
			Publisher<?> result = handler.handle(this.socket, reason, description);
			if (result != null) {
				Mono.from(result).block();
			}
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
