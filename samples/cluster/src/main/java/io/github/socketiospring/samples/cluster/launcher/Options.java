package io.github.socketiospring.samples.cluster.launcher;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the user has asked for.
 *
 * @param port where the load balancer listens
 * @param balancer which one, or {@code null} for the first that is installed
 */
record Options(int port, @Nullable Balancer balancer) {

	static final int DEFAULT_PORT = 8080;

	static final String USAGE = """
			samples/cluster/run [--no-build] [--port PORT] [--balancer nginx|haproxy]
			  starts Redis, three servers and a load balancer on this machine only, and says where the page is.
			  --no-build  takes what was built before
			  --port      of the page, %d by default; the others take the next ones that are free
			  --balancer  nginx by default, HAProxy where there is no nginx
			""".formatted(DEFAULT_PORT);

	private static final int MAX_PORT = 65_000;

	static Options parse(String... arguments) {
		Options options = new Options(DEFAULT_PORT, null);
		Iterator<String> rest = Arrays.asList(arguments).iterator();
		while (rest.hasNext()) {
			String option = rest.next();
			options = switch (option) {
				case "--port" -> new Options(port(value(option, rest)), options.balancer());
				case "--balancer" -> new Options(options.port(), balancer(value(option, rest)));
				default -> throw new LaunchException("There is no option " + option + ".\n" + USAGE);
			};
		}
		return options;
	}

	private static String value(String option, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new LaunchException(option + " needs a value.\n" + USAGE);
		}
		return rest.next();
	}

	private static int port(String text) {
		if (text.matches("\\d{1,5}")) {
			int port = Integer.parseInt(text);
			if (port > 0 && port <= MAX_PORT) {
				return port;
			}
		}
		throw new LaunchException("--port takes a number from 1 to " + MAX_PORT + ", not " + text + ".");
	}

	private static Balancer balancer(String text) {
		for (Balancer balancer : Balancer.values()) {
			if (balancer.program().equals(text.toLowerCase(Locale.ROOT))) {
				return balancer;
			}
		}
		throw new LaunchException("--balancer takes nginx or haproxy, not " + text + ".");
	}

}
