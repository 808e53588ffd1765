package io.github.socketiospring.test.autoconfigure;

import io.github.socketiospring.test.SocketIOTestClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why {@link SocketIOTest @SocketIOTest} does not start with a configuration of
 * Spring Security for servlets. Comes before Boot's own analysis, which knows only that a
 * bean is missing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingHttpSecurityFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	/** By name: Spring Security need not be there. */
	static final String TYPE = "org.springframework.security.config.annotation.web.builders.HttpSecurity";

	private final BeanFactory beanFactory;

	private final Environment environment;

	MissingHttpSecurityFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		if (type == null || !type.getName().equals(TYPE) || !isSlice()) {
			return null;
		}
		String who = (description != null) ? description : "A component";
		return new FailureAnalysis(
				who + " requires a bean of type '" + TYPE + "', and there is none: @SocketIOTest makes a context of "
						+ "WebFlux, without Spring Security's chain of servlet filters. It has found the configuration "
						+ "because of @EnableMethodSecurity.",
				"Put @EnableMethodSecurity on a configuration class of its own, without a SecurityFilterChain: only "
						+ "that one is found then. Or test with the whole application, by @SpringBootTest and "
						+ "@AutoConfigureSocketIOTestClient.",
				cause);
	}

	/** Slices do without auto-configuration but what they import. */
	private boolean isSlice() {
		return !this.environment.getProperty(EnableAutoConfiguration.ENABLED_OVERRIDE_PROPERTY, Boolean.class, true)
				&& this.beanFactory instanceof ListableBeanFactory beans
				&& beans.getBeanNamesForType(SocketIOTestClient.Builder.class, false, false).length > 0;
	}

}
