package io.github.socketiospring.transport.flash;

/**
 * Is told how connections went, to count them.
 */
@FunctionalInterface
public interface FlashPolicyObserver {

	/** Takes no notice. */
	FlashPolicyObserver NONE = (outcome) -> {
	};

	/**
	 * Called once per connection, on an event loop: must not block. Exceptions are logged
	 * and change nothing.
	 * @param outcome how the connection went
	 */
	void ended(FlashPolicyOutcome outcome);

}
