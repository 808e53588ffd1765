package io.github.socketiospring.test.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.JobDecorator;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
import io.github.socketiospring.handshake.RefusedRequestListener;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.ResponseHeadersCustomizer;
import io.github.socketiospring.handshake.SessionIdGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

/**
 * Leaves out of the context what {@link SocketIOTest @SocketIOTest} does not list.
 */
final class SocketIOTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SocketIOTest> {

	/** Types to extend, or annotations to have. */
	private static final List<Class<?>> KNOWN = List.of(SocketIOAdvice.class, HandlerMethodArgumentResolver.class,
			RequestFilter.class, RefusedRequestListener.class, ResponseHeadersCustomizer.class,
			SessionIdGenerator.class, ConnectInterceptor.class, EventInterceptor.class, ConnectionListener.class,
			JobDecorator.class, AclProvider.class, SocketIOErrorHandler.class, SocketIOServerCustomizer.class,
			AdapterFactory.class, WebFilter.class, WebExceptionHandler.class, WebFluxConfigurer.class,
			JacksonModule.class, Converter.class, GenericConverter.class);

	/** The same, which are not always there. */
	private static final List<String> OPTIONAL = List.of("org.springframework.boot.jackson.JacksonComponent",
			"io.github.socketiospring.security.SocketIOAuthenticationConverter",
			"io.github.socketiospring.security.AuthenticationExpiry",
			"org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity",
			"org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity",
			"org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity");

	private final Set<Class<?>> namespaces;

	SocketIOTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.namespaces = Set.of(getAnnotation().getValue("namespaces", Class[].class).orElse(new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		Set<Class<?>> includes = new LinkedHashSet<>(KNOWN);
		for (String name : OPTIONAL) {
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
