package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.socketiospring.RateLimitAction;

/**
 * Limits how often each socket may send the event of an {@link OnEvent @OnEvent} method.
 * On a class, it is for each of its {@code @OnEvent} methods that has none of its own.
 * <p>
 * Events beyond the limit are dropped when they arrive; those within it are handled as
 * ever, in their order. A limit for the same event below
 * {@code socketio.rate-limits.per-event} is used instead of this one.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RateLimit {

	/**
	 * How many events a socket may send {@link #per() in this time}, in the long run.
	 * @return the number, at least 1
	 */
	int events();

	/**
	 * The time in which {@link #events()} may be sent, such as {@code "500ms"},
	 * {@code "1s"} or {@code "1m"}; between a millisecond and 12 days. May contain
	 * placeholders.
	 * @return the time, a second unless said otherwise
	 */
	String per() default "1s";

	/**
	 * How many events may be sent at once after a time without any.
	 * @return the number; 0 for as many as {@link #events()}
	 */
	int burst() default 0;

	/**
	 * What becomes of an event beyond the limit.
	 * @return the action
	 */
	RateLimitAction action() default RateLimitAction.ERROR;

}
