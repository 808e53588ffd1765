package io.github.socketiospring.observation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the logging context (MDC) of handlers to the threads that a Reactor context
 * reaches.
 */
public final class MdcAccessor implements ThreadLocalAccessor<MdcValues> {

	private MdcAccessor() {
	}

	/**
	 * Registers it for the whole process; again has no effect.
	 */
	public static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new MdcAccessor());
	}

	@Override
	public Object key() {
		return MdcValues.KEY;
	}

	@Override
	public @Nullable MdcValues getValue() {
		return MdcValues.current();
	}

	@Override
	public void setValue(MdcValues value) {
		MdcValues.replace(value);
	}

	@Override
	public void setValue() {
		MdcValues.replace(null);
	}

}
