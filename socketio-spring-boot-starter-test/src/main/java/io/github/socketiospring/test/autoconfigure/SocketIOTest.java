package io.github.socketiospring.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.socketiospring.test.SocketIOTestClient;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests handlers of Socket.IO events, and starts nothing of the application but what
 * serves them. The context is that of a WebFlux application without a web server: no port
 * is bound, and {@link SocketIOTestClient.Builder}, which is a bean, connects clients.
 * <p>
 * Of the application's components, only these are found:
 * <ul>
 * <li>{@code @SocketIONamespace}, all of them or those that are named here</li>
 * <li>{@code @SocketIOAdvice}</li>
 * <li>what the server asks or calls: {@code HandlerMethodArgumentResolver},
 * {@code RequestFilter}, {@code RefusedRequestListener},
 * {@code ResponseHeadersCustomizer}, {@code SessionIdGenerator},
 * {@code ConnectInterceptor}, {@code EventInterceptor}, {@code ConnectionListener},
 * {@code JobDecorator}, {@code AclProvider}, {@code SocketIOErrorHandler},
 * {@code SocketIOServerCustomizer}, {@code AdapterFactory}</li>
 * <li>what the first request passes: {@code WebFilter}, {@code WebFluxConfigurer},
 * {@code WebExceptionHandler}</li>
 * <li>security: {@code SocketIOAuthenticationConverter}, {@code AuthenticationExpiry};
 * configurations with {@code @EnableWebFluxSecurity},
 * {@code @EnableReactiveMethodSecurity} or {@code @EnableMethodSecurity}</li>
 * <li>conversion: {@code JacksonModule}, {@code @JacksonComponent}, {@code Converter},
 * {@code GenericConverter}</li>
 * </ul>
 * Other beans, such as services, are supplied by {@code @MockitoBean} or {@code @Import},
 * or found by {@link #includeFilters()}. To test with the whole application, use
 * {@code @SpringBootTest} and
 * {@link AutoConfigureSocketIOTestClient @AutoConfigureSocketIOTestClient}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SocketIOTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SocketIOTypeExcludeFilter.class)
@AutoConfigureSocketIO
@AutoConfigureSocketIOTestClient
@ImportAutoConfiguration
public @interface SocketIOTest {

	/**
	 * Returns the namespaces under test. Another name of {@link #namespaces()}.
	 * @return classes with {@code @SocketIONamespace}
	 */
	@AliasFor("namespaces")
	Class<?>[] value() default {};

	/**
	 * Returns the namespaces under test.
	 * @return classes with {@code @SocketIONamespace}; none for all that the application
	 * has
	 */
	@AliasFor("value")
	Class<?>[] namespaces() default {};

	/**
	 * Returns properties of the environment.
	 * @return each as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Tells whether the components listed above are found without being named.
	 * @return {@code false} to find only those that are included
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Returns what else is found.
	 * @return filters of components to include
	 */
	ComponentScan.Filter[] includeFilters() default {};

	/**
	 * Returns what is not found, although it is listed above.
	 * @return filters of components to exclude
	 */
	ComponentScan.Filter[] excludeFilters() default {};

	/**
	 * Returns auto-configurations to do without.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
