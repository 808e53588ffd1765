package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Called when a client reports an error by an error packet, which only clients of
 * protocol 1 (0.7 to 0.9) can; in its turn among the socket's events. Besides
 * {@code Socket}, {@code Handshake} and the like it may take a {@code ClientError}. An
 * event that a client calls {@code error} is an event like any other, for
 * {@code @OnEvent("error")}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerMethodReflectiveProcessor.class)
public @interface OnClientError {

}
