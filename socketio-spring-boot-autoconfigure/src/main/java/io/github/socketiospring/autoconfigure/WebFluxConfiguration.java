package io.github.socketiospring.autoconfigure;

import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.server.ClientIdentity;
import io.github.socketiospring.transport.webflux.EnginePathFilter;
import io.github.socketiospring.transport.webflux.EnginePathMapping;
import io.github.socketiospring.transport.webflux.EnginePaths;
import io.github.socketiospring.transport.webflux.RequestContext;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.validation.Validator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * The server in a WebFlux application.
 */
@Configuration(proxyBeanMethods = false)
class WebFluxConfiguration {

	@Bean
	WebStack socketIOWebStack(SocketIOProperties properties, Environment environment,
			@Qualifier("webFluxValidator") ObjectProvider<Validator> validator,
			@Qualifier("webFluxConversionService") ObjectProvider<ConversionService> conversions,
			ApplicationContext context) {
		return new WebStack(environment.getProperty("spring.webflux.base-path", ""),
				new OptionsMapper(properties).path(),
				Map.of(WebSession.class, ServerWebExchange::getSession, Locale.class,
						(exchange) -> Mono.justOrEmpty(exchange.getLocaleContext().getLocale())),
				validator.getIfAvailable(), conversions.getIfAvailable(ApplicationConversionService::getSharedInstance),
				() -> (context instanceof WebServerApplicationContext web) ? web.getWebServer() : null);
	}

	@Bean
	@ConditionalOnMissingBean
	EnginePathMapping socketIOPathMapping(EnginePaths paths) {
		return new EnginePathMapping(paths);
	}

	@Bean
	EnginePathFilter socketIOPathFilter(ObjectProvider<EnginePathMapping> mappings) {
		return new EnginePathFilter(mappings.orderedStream().toList());
	}

	/**
	 * The web server is Reactor Netty, perhaps.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(NettyReactiveWebServerFactory.class)
	static class ReactorNettyConfiguration {

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> socketIOChannels(
				ObjectProvider<ChannelWatch> watches) {
			return (factory) -> NettyChannels.show(factory, watches);
		}

	}

	/**
	 * Spring Security's web filters have authenticated the request.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveSecurityContextHolder.class)
	static class SecurityConfiguration {

		/**
		 * Lets {@code @PreAuthorize} and the like know the client in plain handlers, too.
		 */
		@Bean
		@ConditionalOnMissingBean
		RequestContext socketIORequestContext() {
			return (exchange, context) -> SecurityContexts.resolve(context)
				.flatMap((own) -> (own != context) ? withSession(exchange, own) : Mono.just(own));
		}

		/** Where somebody is authenticated, the session has been read already. */
		private static Mono<ContextView> withSession(ServerWebExchange exchange, ContextView context) {
			return exchange.getSession()
				.filter(WebSession::isStarted)
				.<ContextView>map((session) -> Context.of(context).put(ClientIdentity.SESSION_ID, session.getId()))
				.defaultIfEmpty(context);
		}

	}

}
