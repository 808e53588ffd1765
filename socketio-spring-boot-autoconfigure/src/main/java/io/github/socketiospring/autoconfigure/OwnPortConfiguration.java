package io.github.socketiospring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.transport.webflux.EnginePaths;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.validation.Validator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;
import org.springframework.web.server.handler.FilteringWebHandler;
import org.springframework.web.server.handler.ResponseStatusExceptionHandler;
import org.springframework.web.server.session.WebSessionManager;

/**
 * A server for clients of Socket.IO alone, on Reactor Netty.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SocketIOServerProperties.class)
class OwnPortConfiguration {

	private static final String FORWARDED = "server.forward-headers-strategy";

	@Bean
	WebStack socketIOWebStack(SocketIOProperties properties, BeanFactory beans, ObjectProvider<OwnPort> port) {
		ConversionService conversions = find(beans, ConversionService.class, "webFluxConversionService",
				"mvcConversionService");
		return new WebStack("", new OptionsMapper(properties).path(),
				Map.of(WebSession.class, ServerWebExchange::getSession, Locale.class,
						(exchange) -> Mono.justOrEmpty(exchange.getLocaleContext().getLocale())),
				find(beans, Validator.class, "webFluxValidator", "mvcValidator", "defaultValidator"),
				(conversions != null) ? conversions : ApplicationConversionService.getSharedInstance(),
				() -> port.getObject().server());
	}

	private static <T> @Nullable T find(BeanFactory beans, Class<T> type, String... names) {
		return Stream.of(names)
			.filter((name) -> beans.containsBean(name) && beans.isTypeMatch(name, type))
			.map((name) -> beans.getBean(name, type))
			.findFirst()
			.orElse(null);
	}

	@Bean
	OwnPort socketIOPort(SocketIOServerProperties properties, ObjectProvider<SslBundles> bundles,
			ObjectProvider<ReactorResourceFactory> resources, ObjectProvider<ChannelWatch> watches,
			ObjectProvider<EnginePaths> paths, ObjectProvider<WebFilter> filters,
			ObjectProvider<WebSessionManager> sessions, ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		NettyReactiveWebServerFactory factory = new OwnPortMapper(properties, bundles.getIfAvailable()).factory();
		ForwardHeadersStrategy forwarded = forwarded(environment);
		factory.setUseForwardHeaders(forwarded == ForwardHeadersStrategy.NATIVE);
		return new OwnPort(() -> {
			resources.ifUnique(factory::setResourceFactory);
			NettyChannels.show(factory, watches);
			HttpWebHandlerAdapter handler = handler(paths.getObject(), filters.orderedStream().toList());
			handler.setApplicationContext(context);
			sessions.ifUnique(handler::setSessionManager);
			if (forwarded == ForwardHeadersStrategy.FRAMEWORK) {
				handler.setForwardedHeaderTransformer(new ForwardedHeaderTransformer());
			}
			return factory.getWebServer(handler);
		}, environment);
	}

	/** As Boot decides for the application's port. */
	private static ForwardHeadersStrategy forwarded(Environment environment) {
		return Binder.get(environment).bind(FORWARDED, ForwardHeadersStrategy.class).orElseGet(() -> {
			CloudPlatform platform = CloudPlatform.getActive(environment);
			return (platform != null && platform.isUsingForwardHeaders()) ? ForwardHeadersStrategy.NATIVE
					: ForwardHeadersStrategy.NONE;
		});
	}

	/** Reactive filters of the application stand before it; those of servlets cannot. */
	private static HttpWebHandlerAdapter handler(EnginePaths paths, List<WebFilter> filters) {
		WebHandler filtered = new FilteringWebHandler((exchange) -> handle(paths, exchange), filters);
		return new HttpWebHandlerAdapter(
				new ExceptionHandlingWebHandler(filtered, List.of(new ResponseStatusExceptionHandler())));
	}

	private static Mono<Void> handle(EnginePaths paths, ServerWebExchange exchange) {
		WebHandler handler = paths.find(exchange);
		if (handler != null) {
			return handler.handle(exchange);
		}
		exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
		return exchange.getResponse().setComplete();
	}

	/**
	 * The application's reactive filters may authenticate requests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(ReactiveSecurityContextHolder.class)
	@Import(WebFluxConfiguration.SecurityConfiguration.class)
	static class ReactiveApplicationConfiguration {

	}

	/**
	 * Who authenticates requests to the application's servlets can do the same for
	 * clients that join.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(AuthenticationManager.class)
	@Import(ServletAuthenticationConfiguration.class)
	static class ServletApplicationConfiguration {

	}

}
