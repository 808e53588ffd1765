package io.github.socketiospring.observation;

import java.util.Locale;

import io.github.socketiospring.observation.SocketIOEventObservationContext.Outcome;
import io.github.socketiospring.observation.SocketIOObservationDocumentation.EventHighCardinalityKeyNames;
import io.github.socketiospring.observation.SocketIOObservationDocumentation.EventLowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default convention for a handled event. Its key values are those of
 * {@link SocketIOObservationDocumentation#EVENT}.
 */
public class DefaultSocketIOEventObservationConvention implements SocketIOEventObservationConvention {

	private static final String NAME = "socketio.event";

	private static final KeyValue NO_EXCEPTION = KeyValue.of(EventLowCardinalityKeyNames.EXCEPTION,
			KeyValue.NONE_VALUE);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SocketIOEventObservationContext context) {
		return context.getEvent() + " " + context.getNamespace() + " receive";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SocketIOEventObservationContext context) {
		return KeyValues.of(namespace(context), event(context), revision(context), transport(context), outcome(context),
				exception(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SocketIOEventObservationContext context) {
		KeyValues values = KeyValues.of(socketId(context));
		return context.getEvent().equals(context.getReceivedEvent()) ? values : values.and(receivedEvent(context));
	}

	/**
	 * Tells the namespace.
	 * @param context the event
	 * @return the name, or the pattern of the family
	 */
	protected KeyValue namespace(SocketIOEventObservationContext context) {
		return KeyValue.of(EventLowCardinalityKeyNames.NAMESPACE, context.getNamespace());
	}

	/**
	 * Tells the event.
	 * @param context the event
	 * @return what the handler was registered for
	 */
	protected KeyValue event(SocketIOEventObservationContext context) {
		return KeyValue.of(EventLowCardinalityKeyNames.EVENT, context.getEvent());
	}

	/**
	 * Tells the generation of the client.
	 * @param context the event
	 * @return such as {@code EIO4}, as meters have it
	 */
	protected KeyValue revision(SocketIOEventObservationContext context) {
		return KeyValue.of(EventLowCardinalityKeyNames.REVISION, context.getSocket().handshake().revision().name());
	}

	/**
	 * Tells the transport.
	 * @param context the event
	 * @return such as {@code websocket}
	 */
	protected KeyValue transport(SocketIOEventObservationContext context) {
		return KeyValue.of(EventLowCardinalityKeyNames.TRANSPORT, context.getSocket().transport());
	}

	/**
	 * Tells how it has ended.
	 * @param context the event
	 * @return {@code success}, {@code error}, {@code cancelled}, and {@code unknown}
	 * before
	 */
	protected KeyValue outcome(SocketIOEventObservationContext context) {
		Outcome outcome = context.getOutcome();
		return KeyValue.of(EventLowCardinalityKeyNames.OUTCOME,
				(outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : "unknown");
	}

	/**
	 * Tells the exception.
	 * @param context the event
	 * @return the name of its class, {@code none} if there is none
	 */
	protected KeyValue exception(SocketIOEventObservationContext context) {
		Throwable error = context.getError();
		return (error != null) ? KeyValue.of(EventLowCardinalityKeyNames.EXCEPTION, error.getClass().getSimpleName())
				: NO_EXCEPTION;
	}

	/**
	 * Tells the socket.
	 * @param context the event
	 * @return what logs call it
	 */
	protected KeyValue socketId(SocketIOEventObservationContext context) {
		return KeyValue.of(EventHighCardinalityKeyNames.SOCKET_ID, context.getSocketId());
	}

	/**
	 * Tells the event's name as the client has sent it, where that says more than
	 * {@link #event}.
	 * @param context the event
	 * @return the name
	 */
	protected KeyValue receivedEvent(SocketIOEventObservationContext context) {
		return KeyValue.of(EventHighCardinalityKeyNames.EVENT_NAME, context.getReceivedEvent());
	}

}
