package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that takes a variable of the namespace's name, such as {@code id} of
 * <code>@SocketIONamespace("/tenant-{id}")</code>. Handlers of all kinds may have it,
 * apart from those of {@link SocketIOAdvice} and of the namespace {@code "*"}, whose
 * namespaces have no variables in common.
 * <p>
 * The application's {@code ConversionService} turns the text into the parameter's type,
 * once for each namespace. Clients choose the text: one that cannot be converted is
 * refused as an invalid namespace, before any handler is called. Two texts, such as
 * {@code 7} and {@code 07}, may become the same value, and are two namespaces all the
 * same.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface NamespaceVariable {

	/**
	 * The name of the variable, the parameter's own name if left out.
	 * @return the name
	 */
	String value() default "";

}
