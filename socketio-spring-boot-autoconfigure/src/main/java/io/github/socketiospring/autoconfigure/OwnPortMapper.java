package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.util.StringUtils;

/**
 * Turns {@code socketio.server} into what makes a server, and refuses values that cannot
 * work.
 */
final class OwnPortMapper {

	private static final int MAX_PORT = 65_535;

	private final SocketIOServerProperties properties;

	private final @Nullable SslBundles bundles;

	OwnPortMapper(SocketIOServerProperties properties, @Nullable SslBundles bundles) {
		this.properties = properties;
		this.bundles = bundles;
	}

	/**
	 * Returns what makes the server.
	 */
	NettyReactiveWebServerFactory factory() {
		NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(port());
		if (this.properties.address() != null) {
			factory.setAddress(this.properties.address());
		}
		if (this.properties.http2()) {
			Http2 http2 = new Http2();
			http2.setEnabled(true);
			factory.setHttp2(http2);
		}
		String bundle = this.properties.ssl().bundle();
		if (StringUtils.hasText(bundle)) {
			factory.setSslBundles(checked(bundle));
			factory.setSsl(Ssl.forBundle(bundle));
		}
		return factory;
	}

	private int port() {
		Integer port = this.properties.port();
		if (port == null || port < 0 || port > MAX_PORT) {
			throw PropertyChecks.invalid("server.port", String.valueOf(port),
					"A port is between 0 and 65535; 0 takes a free one");
		}
		return port;
	}

	private SslBundles checked(String name) {
		try {
			if (this.bundles == null) {
				throw new NoSuchSslBundleException(name, "There are no SSL bundles");
			}
			this.bundles.getBundle(name);
			return this.bundles;
		}
		catch (NoSuchSslBundleException ex) {
			throw PropertyChecks.invalid("server.ssl.bundle", name,
					"There is no such bundle: define it below spring.ssl.bundle, or leave the key out for plain TCP");
		}
	}

}
