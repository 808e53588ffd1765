package io.github.socketiospring.annotation;

/**
 * Where a handler method runs.
 */
public enum Execution {

	/**
	 * On the event loop if its return type is reactive, otherwise where it may block;
	 * {@code socketio.handlers.execution} changes that for all handlers.
	 */
	AUTO,

	/**
	 * On the event loop: fastest, and it must never block.
	 */
	EVENT_LOOP,

	/**
	 * On a virtual thread if {@code spring.threads.virtual.enabled} is set, otherwise on
	 * a thread of the handler pool; it may block.
	 */
	BLOCKING

}
