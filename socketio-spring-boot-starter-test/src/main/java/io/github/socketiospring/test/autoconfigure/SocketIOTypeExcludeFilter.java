package io.github.socketiospring.test.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.util.ClassUtils;

/**
 * Leaves out of the context what {@link SocketIOTest @SocketIOTest} does not list.
 */
final class SocketIOTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SocketIOTest> {

	private static final String BASE = "io.github.socketiospring.";

	/** Types to extend, or annotations to have; not all of them are always there. */
	private static final List<String> INCLUDES = List.of(BASE + "dispatch.HandlerMethodArgumentResolver",
			BASE + "handshake.RequestFilter", BASE + "ConnectInterceptor", BASE + "EventInterceptor",
			BASE + "AclProvider", BASE + "SocketIOErrorHandler", BASE + "autoconfigure.SocketIOServerCustomizer",
			BASE + "adapter.AdapterFactory", "org.springframework.web.server.WebFilter",
			"org.springframework.web.server.WebExceptionHandler",
			"org.springframework.web.reactive.config.WebFluxConfigurer",
			"org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity",
			"org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity",
			"org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity",
			"tools.jackson.databind.JacksonModule", "org.springframework.boot.jackson.JacksonComponent",
			"org.springframework.core.convert.converter.Converter",
			"org.springframework.core.convert.converter.GenericConverter");

	private final Set<Class<?>> namespaces;

	SocketIOTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.namespaces = Set.of(getAnnotation().getValue("namespaces", Class[].class).orElse(new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		Set<Class<?>> includes = new LinkedHashSet<>();
		includes.add(SocketIOAdvice.class);
		for (String name : INCLUDES) {
			Class<?> type = find(name);
			if (type != null) {
				includes.add(type);
			}
		}
		if (this.namespaces.isEmpty()) {
			includes.add(SocketIONamespace.class);
		}
		return includes;
	}

	private static @Nullable Class<?> find(String name) {
		try {
			return ClassUtils.forName(name, SocketIOTypeExcludeFilter.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.namespaces;
	}

}
