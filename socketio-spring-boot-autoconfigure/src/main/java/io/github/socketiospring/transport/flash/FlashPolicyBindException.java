package io.github.socketiospring.transport.flash;

import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * The policy server cannot listen on its port.
 */
public final class FlashPolicyBindException extends RuntimeException {

	private static final int LAST_PRIVILEGED_PORT = 1023;

	private final int port;

	FlashPolicyBindException(InetSocketAddress address, Throwable cause) {
		super("The Flash policy server cannot listen on port " + address.getPort()
				+ (address.getAddress().isAnyLocalAddress() ? "" : " of " + address.getAddress().getHostAddress())
				+ ": " + reason(cause), cause);
		this.port = address.getPort();
	}

	private static String reason(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

	/**
	 * Returns what to do about it.
	 * @return advice, in sentences
	 */
	public String action() {
		String reason = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
		if (reason.contains("in use")) {
			return "Stop whatever listens on port " + this.port
					+ ", or choose another with socketio.policy-server.port.";
		}
		if (reason.contains("permission denied") && this.port <= LAST_PRIVILEGED_PORT) {
			return "Ports below 1024 need the capability CAP_NET_BIND_SERVICE. Grant it, redirect the port to another "
					+ "one, or leave socketio.policy-server.port at " + FlashPolicyServerOptions.DEFAULT_PORT + ".";
		}
		return "Check socketio.policy-server.host and socketio.policy-server.port.";
	}

}
