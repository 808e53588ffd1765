package io.github.socketiospring.adapter;

/**
 * Something that servers tell or ask each other about one namespace. Nothing in it
 * belongs to one server only, so an adapter can write it as bytes and read it again.
 */
public sealed interface AdapterMessage permits Command, Request {

	/**
	 * Tells which servers a message is for.
	 * @return the servers
	 */
	Scope scope();

	/**
	 * Which servers a message is for.
	 */
	enum Scope {

		/** All servers, the one that says so included. */
		EVERYWHERE,

		/** Only the server that says so. */
		THIS_SERVER,

		/** All servers but the one that says so. */
		OTHER_SERVERS;

		/**
		 * Tells whether the server that says so is meant.
		 * @return {@code true} if it is
		 */
		public boolean includesThisServer() {
			return this != OTHER_SERVERS;
		}

		/**
		 * Tells whether other servers are meant.
		 * @return {@code true} if they are
		 */
		public boolean includesOtherServers() {
			return this != THIS_SERVER;
		}

		static Scope of(Selection selection) {
			return selection.local() ? THIS_SERVER : EVERYWHERE;
		}

	}

}
