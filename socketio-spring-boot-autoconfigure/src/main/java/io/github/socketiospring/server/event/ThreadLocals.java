package io.github.socketiospring.server.event;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;

/**
 * Sets thread-locals from a Reactor context while a handler or a job runs, for code that
 * looks there: the security context, the current observation. Does nothing unless
 * {@code io.micrometer:context-propagation} is on the class path.
 */
public final class ThreadLocals {

	private static final boolean PRESENT = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			ThreadLocals.class.getClassLoader());

	private ThreadLocals() {
	}

	/**
	 * Calls something with thread-locals, which are as before when it returns.
	 * @param context where their values are
	 * @param call what is called
	 * @return what that has returned
	 * @throws Throwable what that has thrown
	 */
	public static @Nullable Mono<?> call(ContextView context, Call call) throws Throwable {
		return PRESENT ? Restorer.call(context, call) : call.run();
	}

	/**
	 * What is called.
	 */
	@FunctionalInterface
	public interface Call {

		/**
		 * Runs.
		 * @return completes when it is done, or {@code null} if it is
		 * @throws Throwable if it fails
		 */
		@Nullable Mono<?> run() throws Throwable;

	}

	/**
	 * Its own class, so that the optional library is not needed to load the other.
	 */
	private static final class Restorer {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

		@SuppressWarnings("try")
		static @Nullable Mono<?> call(ContextView context, Call call) throws Throwable {
			try (ContextSnapshot.Scope scope = FACTORY.setThreadLocalsFrom(context)) {
				return call.run();
			}
		}

	}

}
