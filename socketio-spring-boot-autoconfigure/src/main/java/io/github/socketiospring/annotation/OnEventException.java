package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Handles what a handler method of the same bean has thrown, or for methods of a
 * {@link SocketIOAdvice} bean any handler. The closest match to the exception's type is
 * called. Takes the exception, {@code Socket}, {@code Namespace}, {@code SocketIOServer},
 * {@code Handshake}, {@code Principal}, {@code Ack} and {@code String}, the event's name.
 * <p>
 * A returned value answers the client's ack; a method that returns nothing leaves it
 * unanswered. The method is called where the handler has failed: after a plain handler it
 * may block, after a reactive one it runs on an event loop and must not.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerMethodReflectiveProcessor.class)
public @interface OnEventException {

	/**
	 * The exceptions to handle; those of the method's parameters if left out.
	 * @return the exception types
	 */
	Class<? extends Throwable>[] value() default {};

}
