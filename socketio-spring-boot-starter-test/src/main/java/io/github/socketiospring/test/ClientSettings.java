package io.github.socketiospring.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Revision;
import org.jspecify.annotations.Nullable;

import org.springframework.test.web.reactive.server.MockServerConfigurer;
import org.springframework.util.Assert;

/**
 * What a client is to be like. Immutable.
 *
 * @param revision its generation
 * @param auth its credentials for the first namespace, or {@code null}
 * @param query what it adds to the query of its first request
 * @param headers the headers of that request
 * @param principal who it is, or {@code null} if nobody says so
 * @param configurers change the request
 * @param remoteAddress its address
 * @param timeout how long it waits
 */
record ClientSettings(Revision revision, @Nullable Object auth, Map<String, List<String>> query,
		Map<String, List<String>> headers, @Nullable Principal principal, List<MockServerConfigurer> configurers,
		InetSocketAddress remoteAddress, Duration timeout) {

	static final ClientSettings DEFAULTS = new ClientSettings(Revision.EIO4, null, Map.of(), Map.of(), null, List.of(),
			new InetSocketAddress(InetAddress.getLoopbackAddress(), 49_152), Duration.ofSeconds(5));

	ClientSettings withRevision(Revision other) {
		return new ClientSettings(other, this.auth, this.query, this.headers, this.principal, this.configurers,
				this.remoteAddress, this.timeout);
	}

	ClientSettings withAuth(Object other) {
		return new ClientSettings(this.revision, other, this.query, this.headers, this.principal, this.configurers,
				this.remoteAddress, this.timeout);
	}

	ClientSettings withQuery(String name, String... values) {
		return new ClientSettings(this.revision, this.auth, with(this.query, name, values), this.headers,
				this.principal, this.configurers, this.remoteAddress, this.timeout);
	}

	ClientSettings withHeader(String name, String... values) {
		return new ClientSettings(this.revision, this.auth, this.query, with(this.headers, name, values),
				this.principal, this.configurers, this.remoteAddress, this.timeout);
	}

	ClientSettings withPrincipal(Principal other) {
		return new ClientSettings(this.revision, this.auth, this.query, this.headers, other, this.configurers,
				this.remoteAddress, this.timeout);
	}

	ClientSettings withConfigurer(MockServerConfigurer one) {
		List<MockServerConfigurer> all = new ArrayList<>(this.configurers);
		all.add(one);
		return new ClientSettings(this.revision, this.auth, this.query, this.headers, this.principal, List.copyOf(all),
				this.remoteAddress, this.timeout);
	}

	ClientSettings withRemoteAddress(InetSocketAddress other) {
		return new ClientSettings(this.revision, this.auth, this.query, this.headers, this.principal, this.configurers,
				other, this.timeout);
	}

	ClientSettings withTimeout(Duration other) {
		Assert.isTrue(other.compareTo(Duration.ZERO) > 0, "the time-out must be positive");
		return new ClientSettings(this.revision, this.auth, this.query, this.headers, this.principal, this.configurers,
				this.remoteAddress, other);
	}

	private static Map<String, List<String>> with(Map<String, List<String>> all, String name, String... values) {
		Map<String, List<String>> next = new LinkedHashMap<>(all);
		next.put(name, List.copyOf(Arrays.asList(values)));
		return next;
	}

}
