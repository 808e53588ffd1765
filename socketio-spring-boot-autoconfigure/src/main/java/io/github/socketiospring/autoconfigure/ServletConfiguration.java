package io.github.socketiospring.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.servlet.ServletRequests;
import io.github.socketiospring.servlet.SocketIOServlet;
import io.github.socketiospring.transport.webflux.EnginePaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The server in a servlet application.
 */
@Configuration(proxyBeanMethods = false)
class ServletConfiguration {

	ServletConfiguration(SocketIOProperties properties, SocketIOAdapterProperties adapter, Environment environment) {
		new ReactorNettyProperties(properties, adapter, environment).check();
	}

	@Bean
	WebStack socketIOWebStack(Environment environment, ListableBeanFactory beans,
			@Qualifier("mvcValidator") ObjectProvider<Validator> validator,
			@Qualifier("mvcConversionService") ObjectProvider<ConversionService> conversions) {
		Function<HttpServletRequest, @Nullable Locale> locales = MvcLocales.isPresent() ? MvcLocales.of(beans)
				: HttpServletRequest::getLocale;
		// The path before the engine's handlers is the servlet's.
		return new WebStack(environment.getProperty("server.servlet.context-path", ""), "",
				Map.of(HttpSession.class, (exchange) -> read(exchange, HttpServletRequest::getSession), Locale.class,
						(exchange) -> read(exchange, locales)),
				validator.getIfAvailable(), conversions.getIfAvailable(ApplicationConversionService::getSharedInstance),
				() -> null);
	}

	/** At once: the request belongs to the calling thread. */
	private static Mono<?> read(ServerWebExchange exchange,
			Function<HttpServletRequest, ? extends @Nullable Object> value) {
		HttpServletRequest request = ServletRequests.find(exchange);
		return (request != null) ? Mono.justOrEmpty(value.apply(request)) : Mono.empty();
	}

	/** Below the context path, wherever the dispatcher's servlet is. */
	@Bean
	@ConditionalOnMissingBean(name = "socketIOServlet")
	ServletRegistrationBean<SocketIOServlet> socketIOServlet(ObjectProvider<EnginePaths> mapping,
			SocketIOProperties properties) {
		OptionsMapper options = new OptionsMapper(properties);
		SocketIOServlet servlet = SocketIOServlet.of(mapping::getObject, properties.addTrailingSlash(),
				options.servesWebSockets());
		ServletRegistrationBean<SocketIOServlet> registration = new ServletRegistrationBean<>(servlet,
				options.path() + "/*");
		registration.setName("socketIO");
		registration.setAsyncSupported(true);
		registration.setLoadOnStartup(1);
		return registration;
	}

	/**
	 * Not loaded where Spring MVC is not there.
	 */
	private static final class MvcLocales {

		static boolean isPresent() {
			return ClassUtils.isPresent("org.springframework.web.servlet.LocaleResolver",
					ServletConfiguration.class.getClassLoader());
		}

		static Function<HttpServletRequest, @Nullable Locale> of(ListableBeanFactory beans) {
			ObjectProvider<LocaleResolver> resolver = beans.getBeanProvider(LocaleResolver.class);
			return (request) -> {
				LocaleResolver known = resolver.getIfUnique();
				return (known != null) ? known.resolveLocale(request) : request.getLocale();
			};
		}

	}

}
