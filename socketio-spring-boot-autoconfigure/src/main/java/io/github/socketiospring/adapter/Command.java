package io.github.socketiospring.adapter;

import java.util.Set;

/**
 * A message that nobody answers.
 */
public sealed interface Command extends AdapterMessage {

	/**
	 * Applies this command to the sockets, or to the listeners, of one server.
	 * @param namespace the namespace on that server
	 */
	void applyTo(AdapterNamespace namespace);

	/**
	 * An event for clients.
	 *
	 * @param selection which sockets receive it
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param isVolatile whether sockets that cannot take it right now miss it
	 * @param compress whether connections that compress may compress it
	 */
	record Broadcast(Selection selection, String event, Payload arguments, boolean isVolatile,
			boolean compress) implements Command {

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public void applyTo(AdapterNamespace namespace) {
			namespace.deliver(this, null);
		}

		/**
		 * Leaves out the sockets of other servers.
		 * @return the same event, for those of this server
		 */
		public Broadcast onThisServer() {
			return new Broadcast(this.selection.onThisServer(), this.event, this.arguments, this.isVolatile,
					this.compress);
		}

	}

	/**
	 * Sockets join rooms.
	 *
	 * @param selection which sockets
	 * @param rooms the rooms, none of them an {@link IdentityRoom}
	 */
	record Join(Selection selection, Set<String> rooms) implements Command {

		public Join {
			IdentityRoom.refuse(rooms);
		}

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public void applyTo(AdapterNamespace namespace) {
			namespace.join(this.selection, this.rooms);
		}

	}

	/**
	 * Sockets leave rooms.
	 *
	 * @param selection which sockets
	 * @param rooms the rooms, none of them an {@link IdentityRoom}
	 */
	record Leave(Selection selection, Set<String> rooms) implements Command {

		public Leave {
			IdentityRoom.refuse(rooms);
		}

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public void applyTo(AdapterNamespace namespace) {
			namespace.leave(this.selection, this.rooms);
		}

	}

	/**
	 * Sockets are disconnected.
	 *
	 * @param selection which sockets
	 * @param closeConnection whether their connections are closed too
	 */
	record Disconnect(Selection selection, boolean closeConnection) implements Command {

		@Override
		public Scope scope() {
			return Scope.of(this.selection);
		}

		@Override
		public void applyTo(AdapterNamespace namespace) {
			namespace.disconnect(this.selection, this.closeConnection);
		}

	}

	/**
	 * An event for servers.
	 *
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	record ServerSideEmit(String event, Payload arguments) implements Command {

		@Override
		public Scope scope() {
			return Scope.OTHER_SERVERS;
		}

		@Override
		public void applyTo(AdapterNamespace namespace) {
			namespace.serverSideEmitted(this.event, this.arguments);
		}

	}

}
