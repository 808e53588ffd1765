package io.github.socketiospring.adapter.postgres;

/**
 * A message that is to be sent.
 */
sealed interface Outgoing {

	/** What each takes in memory besides. */
	int OVERHEAD = 256;

	/** The name of the channel. */
	String channel();

	/** How many bytes it takes, about. */
	long size();

	/**
	 * A message that is sent as it is.
	 *
	 * @param text JSON
	 */
	record Plain(String channel, String text) implements Outgoing {

		@Override
		public long size() {
			return this.text.length() + OVERHEAD;
		}

	}

	/**
	 * A message that is stored, and fetched by whoever gets the notice.
	 *
	 * @param notice the beginning of the notice
	 * @param bytes MessagePack
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Stored(String channel, String notice, byte[] bytes) implements Outgoing {

		@Override
		public long size() {
			return this.bytes.length + this.notice.length() + OVERHEAD;
		}

	}

}
