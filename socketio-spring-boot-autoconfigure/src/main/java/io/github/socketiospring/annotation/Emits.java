package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Declares which events the server emits in the namespaces of a {@link SocketIONamespace}
 * class, for the types and the documents that are generated for clients, and for native
 * images, which then can write the events' arguments. Nothing else depends on it: what is
 * not declared can be emitted all the same.
 * <p>
 * The events are the methods of interfaces that nobody implements or calls:
 *
 * <pre class="code">
 * interface ChatEvents {
 *   void said(Message message);                      // the event "said", with one argument
 *   &#64;EventName("user joined")
 *   void userJoined(String name, int users);         // with two
 *   Vote question(String text);                      // clients acknowledge with a Vote
 * }
 * </pre>
 *
 * The parameters are the event's arguments, in order; one of a variable number stands for
 * all that are left. What a method returns is what clients acknowledge the event with:
 * nothing is asked for with {@code void}, an acknowledgement without arguments with
 * {@code Void}. Methods that are static or have a body declare no events.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(EmitsReflectiveProcessor.class)
public @interface Emits {

	/**
	 * The interfaces whose methods, inherited ones included, are the events.
	 * @return the interfaces
	 */
	Class<?>[] value();

}
