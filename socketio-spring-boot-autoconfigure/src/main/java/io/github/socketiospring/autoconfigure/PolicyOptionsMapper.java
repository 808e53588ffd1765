package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyServerOptions;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * Turns the properties of the policy server into options, and refuses values that cannot
 * work.
 */
final class PolicyOptionsMapper {

	private static final int MAX_PORT = 65_535;

	private final SocketIOProperties.PolicyServer properties;

	PolicyOptionsMapper(SocketIOProperties properties) {
		this.properties = properties.policyServer();
	}

	FlashPolicyServerOptions server(@Nullable SslBundles bundles) {
		if (this.properties.port() < 0 || this.properties.port() > MAX_PORT) {
			throw PropertyChecks.invalid("policy-server.port", this.properties.port(),
					"A port is between 0 and 65535; 0 takes a free one");
		}
		return new FlashPolicyServerOptions(this.properties.host(), this.properties.port(), readTimeout(),
				PropertyChecks.atLeast(FlashPolicyServerOptions.MIN_REQUEST_BYTES, "policy-server.max-request-bytes",
						this.properties.maxRequestBytes()),
				PropertyChecks.atLeast(1, "policy-server.max-connections", this.properties.maxConnections()),
				PropertyChecks.atLeast(1, "policy-server.backlog", this.properties.backlog()), ssl(bundles));
	}

	/** New connections get what the bundle has by then: it may be reloaded. */
	private @Nullable Supplier<SslContext> ssl(@Nullable SslBundles bundles) {
		String name = this.properties.ssl().bundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "There are no SSL bundles");
			}
			AtomicReference<SslContext> current = new AtomicReference<>(ssl(bundles.getBundle(name)));
			bundles.addBundleUpdateHandler(name, (bundle) -> current.set(ssl(bundle)));
			return current::get;
		}
		catch (NoSuchSslBundleException ex) {
			throw PropertyChecks.invalid("policy-server.ssl.bundle", name,
					"There is no such bundle: define it below spring.ssl.bundle, or leave the key out for plain TCP");
		}
	}

	private static SslContext ssl(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		return new JdkSslContext(bundle.createSslContext(), false,
				(options.getCiphers() != null) ? List.of(options.getCiphers()) : null,
				IdentityCipherSuiteFilter.INSTANCE, ApplicationProtocolConfig.DISABLED, ClientAuth.NONE,
				options.getEnabledProtocols(), false);
	}

	Duration readTimeout() {
		return PropertyChecks.positive("policy-server.read-timeout", this.properties.readTimeout());
	}

	FlashPolicy policy() {
		Resource file = this.properties.policy();
		if (file != null) {
			return policy(file);
		}
		String domains = String.join(",", this.properties.allowedDomains());
		String ports = String.join(",", this.properties.allowedPorts());
		List<String> checkedPorts = explain("policy-server.allowed-ports", ports,
				() -> FlashPolicy.checkPorts(this.properties.allowedPorts()));
		return explain("policy-server.allowed-domains", domains,
				() -> FlashPolicy.of(this.properties.allowedDomains(), checkedPorts));
	}

	private static FlashPolicy policy(Resource file) {
		String key = "policy-server.policy";
		String name = file.getDescription();
		try {
			byte[] xml = file.getContentAsByteArray();
			return explain(key, name, () -> FlashPolicy.parse(xml));
		}
		catch (IOException ex) {
			throw PropertyChecks.invalid(key, name,
					"The file cannot be read; allowed-domains and allowed-ports do without one");
		}
	}

	private static <T> T explain(String key, String value, Supplier<T> check) {
		try {
			return check.get();
		}
		catch (IllegalArgumentException ex) {
			throw PropertyChecks.invalid(key, value, String.valueOf(ex.getMessage()));
		}
	}

}
