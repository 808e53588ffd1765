package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Handles an event. Parameters of the types {@code Socket}, {@code Handshake},
 * {@code Namespace}, {@code SocketIOServer}, {@code Ack}, {@code Principal},
 * {@code Locale}, {@code WebSession}, {@code Arguments} and {@code ClientEvent}, which is
 * all of it, are recognised; each other parameter is bound to the event's next argument
 * by Jackson. A missing argument is {@code null}, an empty {@code Optional}, or an
 * {@code InvalidPayloadException} for a primitive; in Kotlin it is the parameter's
 * default, {@code null} if its type is nullable, or else such an exception. A last
 * parameter of a variable number, such as {@code String...}, takes all arguments that are
 * left, each bound to the element type, and so does a {@code JsonNode[]}; any other array
 * is bound to one argument. The constraints of Bean Validation on parameters are checked
 * if the application has a validator, as are {@code @Valid} and {@code @Validated} ones.
 * <p>
 * A returned value answers the client's ack, {@code null} included; an {@code Object[]}
 * answers it with several arguments. A method without an {@code Ack} parameter that
 * returns nothing, or what an emit has told it, answers it too, with no arguments, when
 * it is done; one that has thrown leaves it unanswered. A reactive return type
 * ({@code Mono}, {@code Flux}, {@code CompletionStage}, Kotlin's {@code Flow} and
 * {@code suspend}) makes the method run on an event loop; any other method runs where it
 * may block. The values of a {@code Flux} or {@code Flow} are one answer, a list, so they
 * must come to an end. A method with {@code @Async} must return a
 * {@code CompletableFuture}, which tells when it is done.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerMethodReflectiveProcessor.class)
public @interface OnEvent {

	/**
	 * The name of the event; {@code "*"} handles all events that have no handler of their
	 * own, and the first {@code String} parameter is then the event's name. May contain
	 * placeholders.
	 * @return the event name
	 */
	String value();

	/**
	 * Where the method runs.
	 * @return the execution
	 */
	Execution execution() default Execution.AUTO;

}
