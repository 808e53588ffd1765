package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of an event that a method of an {@link Emits} interface declares, where it is
 * not the method's own name.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface EventName {

	/**
	 * The name. May contain placeholders.
	 * @return the name
	 */
	String value();

}
