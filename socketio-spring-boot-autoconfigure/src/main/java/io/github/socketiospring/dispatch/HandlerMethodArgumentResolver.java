package io.github.socketiospring.dispatch;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Supplies an application's own kind of handler method parameter, such as the tenant a
 * client belongs to. Resolvers are asked before all built-in ones, in their order, and
 * only once per parameter, at start-up: what none supports is bound to an argument of the
 * event.
 */
public interface HandlerMethodArgumentResolver {

	/**
	 * Tells whether this resolver supplies a parameter. Called at start-up.
	 * @param parameter the parameter, with the annotations of interface methods
	 * @return {@code true} if {@link #resolve} may be called for it
	 */
	boolean supports(MethodParameter parameter);

	/**
	 * Returns the value of a parameter. Called for every event, on the thread that is
	 * about to call the handler: an event loop, where nothing may block, unless the
	 * handler runs elsewhere.
	 * @param parameter the parameter
	 * @param call the call the value is for
	 * @return the value, of the parameter's type; {@code null} for a parameter that may
	 * be {@code null}
	 * @throws Exception if there is no value; treated as if the handler had thrown it
	 */
	@Nullable Object resolve(MethodParameter parameter, HandlerCall call) throws Exception;

}
