package io.github.socketiospring.autoconfigure;

import java.io.IOException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the admin page by Spring MVC, where the application has it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnProperty("socketio.admin.ui.location")
class AdminServletPageConfiguration {

	@Bean
	RouterFunction<ServerResponse> socketIOAdminPage(SocketIOAdminProperties properties) throws IOException {
		AdminPage page = AdminPage.of(properties.ui());
		return RouterFunctions.route()
			.route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(page.path())),
					(request) -> ServerResponse.permanentRedirect(page.address()).headers(AdminPage::secure).build())
			.resource(RequestPredicates.path(page.path() + "/"), page.index(),
					(resource, headers) -> AdminPage.secure(headers))
			.resources(page.path() + "/**", page.directory(), (resource, headers) -> AdminPage.secure(headers))
			.build();
	}

}
