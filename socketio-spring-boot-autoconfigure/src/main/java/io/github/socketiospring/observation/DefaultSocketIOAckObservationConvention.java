package io.github.socketiospring.observation;

import java.util.Locale;

import io.github.socketiospring.observation.SocketIOAckObservationContext.Outcome;
import io.github.socketiospring.observation.SocketIOObservationDocumentation.AckLowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default convention for an awaited acknowledgement. Its key values are those of
 * {@link SocketIOObservationDocumentation#ACK}.
 */
public class DefaultSocketIOAckObservationConvention implements SocketIOAckObservationConvention {

	private static final String NAME = "socketio.ack";

	private static final KeyValue NO_EXCEPTION = KeyValue.of(AckLowCardinalityKeyNames.EXCEPTION, KeyValue.NONE_VALUE);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SocketIOAckObservationContext context) {
		return context.getEvent() + " " + context.getNamespace() + " ask";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SocketIOAckObservationContext context) {
		return KeyValues.of(namespace(context), event(context), outcome(context), exception(context));
	}

	/**
	 * Tells the namespace.
	 * @param context what was emitted
	 * @return the name, or the pattern of the family
	 */
	protected KeyValue namespace(SocketIOAckObservationContext context) {
		return KeyValue.of(AckLowCardinalityKeyNames.NAMESPACE, context.getNamespace());
	}

	/**
	 * Tells the event.
	 * @param context what was emitted
	 * @return its name, or {@code other} beyond a number of names
	 */
	protected KeyValue event(SocketIOAckObservationContext context) {
		return KeyValue.of(AckLowCardinalityKeyNames.EVENT, context.getEvent());
	}

	/**
	 * Tells how it has ended.
	 * @param context what was emitted
	 * @return {@code answered}, {@code timeout}, {@code disconnected}, {@code cancelled},
	 * {@code error}, and {@code unknown} before
	 */
	protected KeyValue outcome(SocketIOAckObservationContext context) {
		Outcome outcome = context.getOutcome();
		return KeyValue.of(AckLowCardinalityKeyNames.OUTCOME,
				(outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : "unknown");
	}

	/**
	 * Tells the exception.
	 * @param context what was emitted
	 * @return the name of its class, {@code none} if there is none
	 */
	protected KeyValue exception(SocketIOAckObservationContext context) {
		Throwable error = context.getError();
		return (error != null) ? KeyValue.of(AckLowCardinalityKeyNames.EXCEPTION, error.getClass().getSimpleName())
				: NO_EXCEPTION;
	}

}
