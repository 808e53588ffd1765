package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.URI;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;

/**
 * The admin page as the application has it, whoever serves it.
 *
 * @param path where it is served, without a slash at the end
 * @param directory the files
 * @param index the first of them
 */
record AdminPage(String path, Resource directory, Resource index) {

	/** The page's fonts and icons are elsewhere; Vuetify makes styles as it goes. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
			+ "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com https://cdn.jsdelivr.net; "
			+ "font-src https://fonts.gstatic.com https://cdn.jsdelivr.net; img-src 'self' data:; connect-src 'self'; "
			+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String INDEX = "index.html";

	static AdminPage of(SocketIOAdminProperties.Ui properties) throws IOException {
		Resource location = properties.location();
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
		String path = properties.path();
		if (!path.matches("(?:/[A-Za-z0-9._~-]+)+")) {
			throw PropertyChecks.invalid("admin.ui.path", path, "A path has a slash in front and none at its end");
		}
		return new AdminPage(path, directory, index);
	}

	/**
	 * Returns where a request without the last slash goes, since the page's own links go
	 * on from one. Relative: a servlet and a proxy in front may each have a path of their
	 * own.
	 */
	URI address() {
		return URI.create(this.path.substring(this.path.lastIndexOf('/') + 1) + "/");
	}

	static void secure(HttpHeaders headers) {
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
	}

}
