package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Handles what a handler method of the same bean has thrown. The closest match to the
 * exception's type is called. Takes the exception, {@code Socket}, {@code Handshake},
 * {@code Ack} and {@code String}, the event's name; a returned value answers the client's
 * ack.
 */
@Target(ElementType.METHOD)
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
