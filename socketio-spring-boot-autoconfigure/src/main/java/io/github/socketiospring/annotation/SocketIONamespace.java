package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose annotated methods handle the events of one Socket.IO namespace, or of a
 * family of namespaces. Several beans may share a namespace as long as each event has one
 * handler.
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
	 * <p>
	 * A name with variables, such as <code>"/tenant-{id}"</code>, is a family of
	 * namespaces: they are created when clients ask for them, and the bean serves all.
	 * {@link NamespaceVariable} tells a handler what a client has chosen. A namespace
	 * with a name of its own belongs to no family; of several families, the first counts,
	 * in the order of the beans.
	 * <p>
	 * {@code "*"} stands for all namespaces: a handler of it is called where a namespace
	 * has none of its own, or of its family, for the same event, or for the same part of
	 * a socket's life. It lets no client join a namespace that does not exist.
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
	 * {@code error}: what is not named is not called. A bean with connect handlers whose
	 * list lacks {@code connect} fails at start-up. May contain placeholders. If several
	 * beans share the namespace, it is enough that one of them says so.
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
