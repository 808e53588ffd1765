package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link OnEventException} methods handle what no handler of the throwing
 * bean's own takes, in all namespaces: those of annotated beans and those the application
 * created before the server started. If there are several such beans, the first that
 * takes an exception wins, in the order given by
 * {@link org.springframework.core.annotation.Order @Order}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface SocketIOAdvice {

	/**
	 * The bean's name, derived from the class if left out.
	 * @return the bean name
	 */
	@AliasFor(annotation = Component.class, attribute = "value")
	String value() default "";

}
