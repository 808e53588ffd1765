package io.github.socketiospring.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.server.event.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes what an application has stored for a socket. What cannot be written is left out,
 * with one warning per key. Safe for use by any thread.
 */
final class DataWriter implements Payload.Writer {

	private static final Log logger = LogFactory.getLog(DataWriter.class);

	/** Keys that are made at run time must not fill the memory. */
	private static final int MAX_KEYS = 1_000;

	private final Payload.Writer writer;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a writer.
	 * @param writer writes values, all or none
	 */
	DataWriter(Payload.Writer writer) {
		this.writer = writer;
	}

	@Override
	public Payload.Written write(List<? extends @Nullable Object> values) {
		try {
			return this.writer.write(values);
		}
		catch (JacksonException ex) {
			return this.writer.write(List.of(writable((Map<?, ?>) values.get(0))));
		}
	}

	private Map<Object, Object> writable(@Nullable Map<?, ?> values) {
		Map<Object, Object> writable = new HashMap<>();
		if (values != null) {
			values.forEach((key, value) -> {
				try {
					this.writer.write(List.of(value));
					writable.put(key, value);
				}
				catch (JacksonException ex) {
					warn(String.valueOf(key), ex);
				}
			});
		}
		return writable;
	}

	private void warn(String key, JacksonException exception) {
		if (this.warned.size() < MAX_KEYS && this.warned.add(key)) {
			logger.warn("What is stored for sockets as '" + LogText.of(key)
					+ "' cannot be written as JSON, so that neither other servers nor RemoteSocket.data() show it: "
					+ exception.getOriginalMessage());
		}
	}

}
