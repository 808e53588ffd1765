package io.github.socketiospring.adapter;

/**
 * Something that servers tell or ask each other about one namespace. Nothing in it
 * belongs to one server only, so an adapter can write it as bytes and read it again.
 */
public sealed interface AdapterMessage permits Command, Request {

	/**
	 * Returns which servers this message is for.
	 * @return the servers
	 */
	Scope scope();

	/**
	 * Which servers a message is for.
	 */
	enum Scope {

		/** All servers, the sending one included. */
		EVERYWHERE,

		/** Only the sending server. */
		THIS_SERVER,

		/** All servers but the sending one. */
		OTHER_SERVERS;

		/**
		 * Returns whether the sending server is included.
		 * @return {@code true} if it is
		 */
		public boolean includesThisServer() {
			return this != OTHER_SERVERS;
		}

		/**
		 * Returns whether other servers are included.
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
