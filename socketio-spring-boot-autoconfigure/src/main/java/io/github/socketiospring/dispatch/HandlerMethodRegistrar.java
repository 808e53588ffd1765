package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.server.event.NamespaceHandlers;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.validation.Validator;

/**
 * Finds the annotated beans of an application and registers their handler methods.
 */
public final class HandlerMethodRegistrar {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Settings settings;

	/**
	 * Creates a registrar.
	 * @param beanFactory where the beans are
	 * @param settings what handlers are built with
	 */
	public HandlerMethodRegistrar(ConfigurableListableBeanFactory beanFactory, Settings settings) {
		this.beanFactory = beanFactory;
		this.settings = settings;
	}

	/**
	 * Registers the handlers of all beans with {@link SocketIONamespace}, and those with
	 * {@link SocketIOAdvice} for all namespaces there ever are. Called once, when the
	 * singletons exist and before the server starts. Beans are taken in the order of
	 * {@code @Order}; singletons that are initialised lazily stay so until their first
	 * event.
	 * @param server the server, for handlers that want it as a parameter
	 * @param namespaces finds, or creates, the namespace of a name that begins with a
	 * slash, the family of a pattern, or what {@code "*"} stands for
	 * @throws InvalidHandlerException if a handler method cannot work
	 */
	public void register(SocketIOServer server, Function<String, NamespaceHandlers> namespaces) {
		HandlerSupport support = new HandlerSupport(this.settings, () -> server);
		NamespaceRegistrations registrations = new NamespaceRegistrations(support, namespaces);
		List<ExceptionHandlerMethods> advice = new ArrayList<>();
		for (HandlerBean bean : HandlerBean.findAll(this.beanFactory)) {
			boolean isAdvice = bean.annotation(SocketIOAdvice.class) != null;
			if (isAdvice) {
				advice.add(support.exceptions(bean));
			}
			SocketIONamespace annotation = bean.annotation(SocketIONamespace.class);
			if (annotation != null) {
				registrations.add(bean, annotation);
			}
			else {
				StrayHandlers.check(bean, isAdvice);
				HiddenHandlers.check(bean);
			}
		}
		if (!advice.isEmpty()) {
			advice.forEach(namespaces.apply(NamespaceRegistrations.ALL)::onException);
		}
	}

	/**
	 * Describes what the beans handle and emit, without registering anything: no server
	 * is needed, and no bean is created. Whatever is wrong is found as it is by
	 * {@link #register}. May be called at any time, by any thread; takes as long.
	 * @return the namespaces with annotated beans, in the order of their names
	 * @throws InvalidHandlerException if a handler method cannot work, or events are
	 * declared that cannot be
	 */
	public List<NamespaceDescription> describe() {
		HandlerSupport support = new HandlerSupport(this.settings, () -> {
			throw new IllegalStateException("described handlers are not called");
		});
		Map<String, DescribedNamespace> namespaces = new TreeMap<>();
		Function<String, DescribedNamespace> namespace = (name) -> namespaces.computeIfAbsent(name,
				DescribedNamespace::new);
		NamespaceRegistrations registrations = new NamespaceRegistrations(support, namespace::apply);
		for (HandlerBean bean : HandlerBean.findAll(this.beanFactory)) {
			SocketIONamespace annotation = bean.annotation(SocketIONamespace.class);
			if (annotation != null) {
				registrations.add(bean, annotation);
				NamespaceRegistrations.names(bean, annotation)
					.forEach((name) -> DeclaredEvents.read(bean, namespace.apply(name)));
			}
			else if (bean.annotation(Emits.class) != null) {
				throw new InvalidHandlerException(bean.type().getName()
						+ " has @Emits, but no @SocketIONamespace, so nobody knows where its events " + "are emitted",
						"Move @Emits to a class with @SocketIONamespace.");
			}
		}
		return namespaces.values().stream().map(DescribedNamespace::describe).toList();
	}

	/**
	 * What handlers are built with.
	 *
	 * @param codec binds the arguments of events
	 * @param context the Reactor context that handlers of a socket's events run with: the
	 * security context, the current observation and whatever else web filters have put
	 * there when the connection was opened. Asked once per event, on any thread; must be
	 * cheap and must not block
	 * @param execution what {@link Execution#AUTO} means; {@code AUTO} itself chooses by
	 * the method's return type
	 * @param resolvers the application's own resolvers, in order
	 * @param validator checks the arguments of handlers: all constraints if it is one of
	 * Bean Validation, else parameters with {@code @Valid} or {@code @Validated};
	 * {@code null} if nothing is validated
	 * @param handshakes what handlers may want to know of handshakes
	 * @param conversions converts the variables in the names of namespaces
	 */
	public record Settings(JsonCodec codec, Function<Socket, ContextView> context, Execution execution,
			List<HandlerMethodArgumentResolver> resolvers, @Nullable Validator validator, HandshakeValues handshakes,
			ConversionService conversions) {

		public Settings {
			resolvers = List.copyOf(resolvers);
		}

	}

}
