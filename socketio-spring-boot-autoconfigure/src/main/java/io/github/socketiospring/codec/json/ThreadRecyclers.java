package io.github.socketiospring.codec.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/**
 * Buffers for reading and writing JSON: each thread has its own, which costs no
 * synchronization. Virtual threads do not live long enough for that and share some.
 */
final class ThreadRecyclers implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	/** Of JDK 21 and later. */
	private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualMethod();

	private final RecyclerPool<BufferRecycler> own = JsonRecyclerPools.threadLocalPool();

	private final RecyclerPool<BufferRecycler> shared = JsonRecyclerPools.newConcurrentDequePool();

	private static @Nullable MethodHandle isVirtualMethod() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	static boolean isVirtual() {
		try {
			return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public BufferRecycler acquireAndLinkPooled() {
		return isVirtual() ? this.shared.acquireAndLinkPooled() : this.own.acquireAndLinkPooled();
	}

	@Override
	public BufferRecycler acquirePooled() {
		return isVirtual() ? this.shared.acquirePooled() : this.own.acquirePooled();
	}

	/** A recycler that is linked knows its pool: only others come here. */
	@Override
	public void releasePooled(BufferRecycler pooled) {
		if (isVirtual()) {
			this.shared.releasePooled(pooled);
		}
	}

}
