package io.github.socketiospring.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.socketiospring.test.SocketIOTestClient;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Adds a {@link SocketIOTestClient.Builder} bean to the application context of a test,
 * such as one of {@code @SpringBootTest}, whatever its web environment, as long as the
 * application has a Socket.IO server. Its clients need no port.
 *
 * @see SocketIOTest
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureSocketIOTestClient {

}
