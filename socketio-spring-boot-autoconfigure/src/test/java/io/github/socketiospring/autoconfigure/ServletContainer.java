package io.github.socketiospring.autoconfigure;

/**
 * The servlet containers that Boot has, both of which are on the test class path.
 */
enum ServletContainer {

	TOMCAT("jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),

	JETTY("tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

	private static final String BOOT = "org.springframework.boot.";

	private static final String SECURITY = "security.autoconfigure.";

	private final String other;

	ServletContainer(String other) {
		this.other = other;
	}

	/** Leaves the other out. */
	String secured() {
		return "spring.autoconfigure.exclude=" + BOOT + this.other;
	}

	/** Leaves the other out, and Spring Security, which most applications do not have. */
	String unsecured() {
		return secured() + "," + BOOT + SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration," + BOOT + SECURITY
				+ "web.servlet.SecurityFilterAutoConfiguration," + BOOT + SECURITY
				+ "UserDetailsServiceAutoConfiguration," + BOOT + SECURITY
				+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration";
	}

}
