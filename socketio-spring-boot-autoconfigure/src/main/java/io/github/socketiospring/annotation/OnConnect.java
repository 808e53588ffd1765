package io.github.socketiospring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Called when a client has joined the namespace, before any of its events is handled.
 * Takes {@code Socket}, {@code Handshake}, {@code Namespace}, {@code SocketIOServer},
 * {@code Principal} and one parameter of another type, which is bound to the client's
 * {@code auth}.
 * <p>
 * A client is best refused before it joins, by a {@code ConnectInterceptor}. A
 * {@code ConnectRefusedException} thrown here disconnects the socket again, without a
 * message, and so does {@code auth} that cannot be bound or is not valid; after any other
 * exception the client stays. The connection, and the client's sockets in other
 * namespaces, stay.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerMethodReflectiveProcessor.class)
public @interface OnConnect {

}
