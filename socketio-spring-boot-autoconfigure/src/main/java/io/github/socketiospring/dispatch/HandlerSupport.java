package io.github.socketiospring.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.server.event.NameVariables;
import org.jspecify.annotations.Nullable;

/**
 * Builds handlers from annotated methods.
 *
 * @param settings what the registrar was given
 * @param server the server, not asked for before a handler is called
 * @param payloads checks parameters that Jackson binds
 * @param validations decides which arguments are validated
 * @param variables the variables in the names of the namespaces that the methods serve;
 * {@code null} for all namespaces
 */
record HandlerSupport(HandlerMethodRegistrar.Settings settings, Supplier<SocketIOServer> server, Payloads payloads,
		ArgumentValidations validations, @Nullable NameVariables variables) {

	HandlerSupport(HandlerMethodRegistrar.Settings settings, Supplier<SocketIOServer> server) {
		this(settings, server, new Payloads(settings.codec()),
				new ArgumentValidations(settings.validator(), settings.handshakes()), null);
	}

	/**
	 * Builds handlers of one namespace, or of a family.
	 */
	HandlerSupport with(NameVariables variables) {
		return new HandlerSupport(this.settings, this.server, this.payloads, this.validations, variables);
	}

	EventHandlerMethod event(BeanMethod method, String event, OnEvent annotation, ExceptionHandlerMethods exceptions) {
		EventParameters parameters = new EventParameters(method, this, "*".equals(event));
		List<ArgumentSource> sources = parameters.resolve();
		ReturnValue returnValue = returnValue(method, !parameters.hasAck());
		HandlerInvocation invocation = invocation(method, sources, returnValue);
		return new EventHandlerMethod(invocation, parameters.binding(), onEventLoop(annotation.execution(), invocation),
				exceptions, HandlerRate.of(method), (name) -> parameters.describe(name, returnValue));
	}

	LifecycleHandlerMethod connect(BeanMethod method, ExceptionHandlerMethods exceptions) {
		ConnectParameters parameters = new ConnectParameters(method, this);
		List<ArgumentSource> sources = parameters.resolve();
		return lifecycle("connect", silent(method, sources), parameters.payload(), exceptions);
	}

	LifecycleHandlerMethod disconnect(String event, BeanMethod method, ExceptionHandlerMethods exceptions) {
		List<ArgumentSource> sources = new DisconnectParameters(method, this).resolve();
		return lifecycle(event, silent(method, sources), DisconnectParameters.payload(), exceptions);
	}

	EventHandlerMethod clientError(BeanMethod method, ExceptionHandlerMethods exceptions) {
		List<ArgumentSource> sources = new ClientErrorParameters(method, this).resolve();
		HandlerInvocation invocation = silent(method, sources);
		return new EventHandlerMethod(invocation, null, onEventLoop(Execution.AUTO, invocation), exceptions, null,
				(name) -> new EventDescription(name, List.of(), null, EventDescription.Acknowledgement.NONE, null));
	}

	private LifecycleHandlerMethod lifecycle(String event, HandlerInvocation invocation,
			LifecycleHandlerMethod.Payload payload, ExceptionHandlerMethods exceptions) {
		return new LifecycleHandlerMethod(event, invocation, payload, onEventLoop(Execution.AUTO, invocation),
				exceptions);
	}

	ExceptionHandlerMethods exceptions(HandlerBean bean) {
		Map<Class<? extends Throwable>, HandlerInvocation> handlers = new HashMap<>();
		bean.methods(OnEventException.class).forEach((javaMethod, annotation) -> {
			BeanMethod method = new BeanMethod(bean, javaMethod);
			ExceptionParameters parameters = new ExceptionParameters(method, this, annotation);
			List<ArgumentSource> sources = parameters.resolve();
			HandlerInvocation invocation = invocation(method, sources, returnValue(method, false));
			for (Class<? extends Throwable> type : parameters.handled()) {
				HandlerInvocation other = handlers.putIfAbsent(type, invocation);
				if (other != null) {
					throw new InvalidHandlerException(other + " and " + method + " both handle " + type.getName(),
							"Leave " + type.getSimpleName() + " to one of them.");
				}
			}
		});
		return new ExceptionHandlerMethods(handlers);
	}

	private ReturnValue returnValue(BeanMethod method, boolean answersEmpty) {
		ReturnValue returnValue = new ReturnValue(method, this.settings.codec(), answersEmpty);
		this.payloads.checkResult(method, returnValue.valueType());
		return returnValue;
	}

	private HandlerInvocation invocation(BeanMethod method, List<ArgumentSource> sources, ReturnValue returnValue) {
		return new HandlerInvocation(method, sources, this.validations.of(method), returnValue,
				this.settings.context());
	}

	/** Nobody reads the value of a connect or disconnect handler. */
	private HandlerInvocation silent(BeanMethod method, List<ArgumentSource> sources) {
		return invocation(method, sources, new ReturnValue(method, this.settings.codec(), false));
	}

	private boolean onEventLoop(Execution own, HandlerInvocation invocation) {
		Execution execution = (own != Execution.AUTO) ? own : this.settings.execution();
		return switch (execution) {
			case EVENT_LOOP -> true;
			case BLOCKING -> false;
			case AUTO -> invocation.isReactive();
		};
	}

}
