package io.github.socketiospring.autoconfigure;

import java.io.IOException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the admin page by WebFlux, where the application has it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnProperty("socketio.admin.ui.location")
class AdminPageConfiguration {

	@Bean
	RouterFunction<ServerResponse> socketIOAdminPage(SocketIOAdminProperties properties) throws IOException {
		AdminPage page = AdminPage.of(properties.ui());
		return RouterFunctions.route()
			.route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(page.path())),
					(request) -> ServerResponse.permanentRedirect(page.address()).build())
			.resource(RequestPredicates.path(page.path() + "/"), page.index())
			.resources(page.path() + "/**", page.directory())
			.filter((request, next) -> {
				AdminPage.secure(request.exchange().getResponse().getHeaders());
				return next.handle(request);
			})
			.build();
	}

}
