package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose annotated methods handle the events of one Socket.IO namespace. Several
 * beans may share a namespace as long as each event has one handler.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface SocketIONamespace {

	/**
	 * The namespace's name, {@code "/"} if left out; a leading slash is added if it is
	 * missing. Several names make the bean serve several namespaces. May contain
	 * placeholders.
	 * @return the names
	 */
	// An array: the String value of a stereotype would be taken for the bean's name.
	String[] value() default "/";

	/** As the only name of {@link #initialAcl()}: nothing is allowed. */
	String NOTHING = "";

	/**
	 * The names of the events that a socket of this namespace may send at first; all if
	 * left out, and none with {@link #NOTHING}. The handlers of connect, disconnect and
	 * clients' errors have the names {@code connect}, {@code disconnect} and
	 * {@code error}: what is not named is not called. May contain placeholders. If
	 * several beans share the namespace, it is enough that one of them says so.
	 * @return the names
	 * @see io.github.socketiospring.SocketAcl
	 * @see io.github.socketiospring.AclProvider
	 */
	String[] initialAcl() default {};

	/**
	 * The bean's name, derived from the class if left out.
	 * @return the bean name
	 */
	@AliasFor(annotation = Component.class, attribute = "value")
	String beanName() default "";

}
