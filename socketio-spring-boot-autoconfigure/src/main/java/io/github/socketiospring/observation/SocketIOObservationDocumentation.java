package io.github.socketiospring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of this library, with their key values.
 */
public enum SocketIOObservationDocumentation implements ObservationDocumentation {

	/** One event, while one handler or listener takes it. */
	EVENT {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSocketIOEventObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return EventLowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return EventHighCardinalityKeyNames.values();
		}
	},

	/** One event that was emitted, until it is acknowledged. */
	ACK {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSocketIOAckObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return AckLowCardinalityKeyNames.values();
		}
	};

	/**
	 * What is told of a handled event, and has few values.
	 */
	public enum EventLowCardinalityKeyNames implements KeyName {

		/** The namespace, or the pattern of its family. */
		NAMESPACE("namespace"),

		/**
		 * What the handler was registered for: a name, {@code *}, or {@code other} for
		 * listeners beyond a number of names.
		 */
		EVENT("event"),

		/** The generation of the client: {@code EIO4}, {@code EIO3} or {@code V1}. */
		REVISION("revision"),

		/** The transport that carries the connection. */
		TRANSPORT("transport"),

		/** {@code success}, {@code error} or {@code cancelled}. */
		OUTCOME("outcome"),

		/** The name of the exception's class, or {@code none}. */
		EXCEPTION("exception");

		private final String key;

		EventLowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * What is told of a handled event, and has many values.
	 */
	public enum EventHighCardinalityKeyNames implements KeyName {

		/** What logs call the socket. */
		SOCKET_ID("socketio.socket.id"),

		/** The name that the client has sent, if the handler is for more than one. */
		EVENT_NAME("socketio.event.name");

		private final String key;

		EventHighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * What is told of an awaited acknowledgement, and has few values.
	 */
	public enum AckLowCardinalityKeyNames implements KeyName {

		/** The namespace, or the pattern of its family. */
		NAMESPACE("namespace"),

		/** The name of the event, or {@code other} beyond a number of names. */
		EVENT("event"),

		/**
		 * {@code answered}, {@code timeout}, {@code disconnected}, {@code cancelled} or
		 * {@code error}.
		 */
		OUTCOME("outcome"),

		/** The name of the exception's class, or {@code none}. */
		EXCEPTION("exception");

		private final String key;

		AckLowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
