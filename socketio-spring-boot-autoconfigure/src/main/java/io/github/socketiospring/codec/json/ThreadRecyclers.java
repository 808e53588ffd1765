package io.github.socketiospring.codec.json;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/**
 * Buffers for reading and writing JSON: each thread has its own, which costs no
 * synchronization. Virtual threads do not live long enough for that and share some.
 */
final class ThreadRecyclers implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	private final RecyclerPool<BufferRecycler> own = JsonRecyclerPools.threadLocalPool();

	private final RecyclerPool<BufferRecycler> shared = JsonRecyclerPools.newConcurrentDequePool();

	@Override
	public BufferRecycler acquireAndLinkPooled() {
		return VirtualThreads.isVirtual() ? this.shared.acquireAndLinkPooled() : this.own.acquireAndLinkPooled();
	}

	@Override
	public BufferRecycler acquirePooled() {
		return VirtualThreads.isVirtual() ? this.shared.acquirePooled() : this.own.acquirePooled();
	}

	/** A recycler that is linked knows its pool: only others come here. */
	@Override
	public void releasePooled(BufferRecycler pooled) {
		if (VirtualThreads.isVirtual()) {
			this.shared.releasePooled(pooled);
		}
	}

}
