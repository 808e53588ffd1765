package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.URI;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Serves the admin page, where the application has it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnProperty("socketio.admin.ui.location")
class AdminPageConfiguration {

	/** The page's fonts and icons are elsewhere; Vuetify makes styles as it goes. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
			+ "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com https://cdn.jsdelivr.net; "
			+ "font-src https://fonts.gstatic.com https://cdn.jsdelivr.net; img-src 'self' data:; connect-src 'self'; "
			+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String INDEX = "index.html";

	@Bean
	RouterFunction<ServerResponse> socketIOAdminPage(SocketIOAdminProperties properties) throws IOException {
		Resource location = properties.ui().location();
		if (location == null) {
			throw new IllegalStateException("Only with a location");
		}
		Resource directory = location.getURL().getPath().endsWith("/") ? location
				: location.createRelative(location.getFilename() + "/");
		Resource index = directory.createRelative(INDEX);
		if (!index.isReadable()) {
			throw PropertyChecks.invalid("admin.ui.location", location, "There is no readable " + INDEX
					+ ": it is to be the directory ui/dist of npm's @socket.io/admin-ui");
		}
		String path = properties.ui().path();
		if (!path.matches("(?:/[A-Za-z0-9._~-]+)+")) {
			throw PropertyChecks.invalid("admin.ui.path", path, "A path has a slash in front and none at its end");
		}
		return RouterFunctions.route()
			.GET(path, (request) -> redirect(request, path))
			.GET(path + "/", (request) -> ServerResponse.ok().bodyValue(index))
			.resources(path + "/**", directory)
			.filter((request, next) -> {
				secure(request.exchange().getResponse().getHeaders());
				return next.handle(request);
			})
			.build();
	}

	/** The page's own links go on from a slash. */
	private static Mono<ServerResponse> redirect(ServerRequest request, String path) {
		return ServerResponse.permanentRedirect(URI.create(request.requestPath().contextPath().value() + path + "/"))
			.build();
	}

	private static void secure(HttpHeaders headers) {
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
	}

}
