package io.github.socketiospring.codec.json;

import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Each thread's writer of arrays. Virtual threads do not live long enough to have one.
 * Safe for use by any thread.
 */
final class ArrayWriters {

	private final Supplier<ArrayWriter> factory;

	private final ThreadLocal<@Nullable ArrayWriter> own = new ThreadLocal<>();

	ArrayWriters(Supplier<ArrayWriter> factory) {
		this.factory = factory;
	}

	/**
	 * Writes an array, as {@link ArrayWriter#write} does.
	 * @param output where to; not closed
	 * @param first the first element, or {@code null} for none
	 * @param values the other elements
	 * @param attachments collects the binary data
	 */
	void write(OutputStream output, @Nullable String first, List<? extends @Nullable Object> values,
			List<byte[]> attachments) {
		ArrayWriter writer = own();
		if (writer == null || writer.isBusy()) {
			try (ArrayWriter fresh = this.factory.get()) {
				fresh.write(output, first, values, attachments);
			}
			return;
		}
		try {
			writer.write(output, first, values, attachments);
		}
		catch (RuntimeException | Error ex) {
			// It may stand in the middle of something.
			this.own.remove();
			throw ex;
		}
		if (writer.isConfigured()) {
			this.own.remove();
		}
	}

	private @Nullable ArrayWriter own() {
		ArrayWriter writer = this.own.get();
		if (writer == null && !VirtualThreads.isVirtual()) {
			writer = this.factory.get();
			this.own.set(writer);
		}
		return writer;
	}

}
