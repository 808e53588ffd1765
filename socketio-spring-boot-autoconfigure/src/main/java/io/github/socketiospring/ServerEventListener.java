package io.github.socketiospring;

/**
 * Handles an event that another server of the cluster has emitted to the servers.
 */
@FunctionalInterface
public interface ServerEventListener {

	/**
	 * Called where plain handlers run, one server-side event of a namespace at a time, in
	 * order of arrival; it may block there.
	 * @param arguments the event's arguments
	 * @param ack answers the other server, if it asked for that
	 * @throws Exception if the event cannot be handled; it is logged, and the other
	 * server waits no longer for an answer of this one, unless another listener of the
	 * event may still give it
	 */
	void onEvent(Arguments arguments, Ack ack) throws Exception;

}
