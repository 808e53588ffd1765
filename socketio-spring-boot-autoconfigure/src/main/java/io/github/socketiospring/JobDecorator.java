package io.github.socketiospring;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Puts something around each job that is {@linkplain Socket#spawn(Runnable) spawned}: a
 * time measured, a transaction, an exception turned into another. All beans of this type
 * are asked, in their order; the first is the outermost. It is for jobs what
 * {@link org.springframework.core.task.TaskDecorator} is for tasks, and what aspects
 * around a bean's methods are for handlers.
 * <p>
 * Called by the thread that spawns the job; what it throws goes to the caller. What its
 * result throws goes where the job's own exceptions go.
 */
public interface JobDecorator {

	/**
	 * Decorates a job that may block.
	 * @param job the job; what is returned should run it
	 * @param socket the socket it belongs to; {@code null} if it belongs to a connection
	 * @return what is run instead, by default the job itself
	 */
	default Runnable decorate(Runnable job, @Nullable Socket socket) {
		return job;
	}

	/**
	 * Decorates a reactive job.
	 * @param job the job; what is returned should subscribe to it
	 * @param socket the socket it belongs to; {@code null} if it belongs to a connection
	 * @return what is subscribed to instead, by default the job itself
	 */
	default Publisher<?> decorate(Publisher<?> job, @Nullable Socket socket) {
		return job;
	}

}
