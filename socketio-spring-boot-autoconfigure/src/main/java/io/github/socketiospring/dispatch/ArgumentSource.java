package io.github.socketiospring.dispatch;

import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of one handler method parameter comes from, chosen at start-up.
 */
@FunctionalInterface
interface ArgumentSource {

	@Nullable Object get(EventCall call) throws Exception;

	/**
	 * Returns a source that reads what was bound before the handler was called.
	 */
	static ArgumentSource bound(int index) {
		return (call) -> {
			@Nullable Object[] values = call.bound();
			if (values == null) {
				throw new IllegalStateException("nothing was bound for " + call.event());
			}
			return values[index];
		};
	}

}
