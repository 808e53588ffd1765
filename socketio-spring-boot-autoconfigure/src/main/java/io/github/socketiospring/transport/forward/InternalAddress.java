package io.github.socketiospring.transport.forward;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where other servers reach this one, as it is configured: a host, a port, or both.
 *
 * @param host a name or an address, or {@code null} for this machine's
 * @param port the port, or 0 for the web server's
 */
public record InternalAddress(@Nullable String host, int port) {

	/** This machine's address and the web server's port. */
	public static final InternalAddress DEFAULT = new InternalAddress(null, 0);

	private static final Pattern TEXT = Pattern.compile("(\\[[0-9a-fA-F:.%\\w]+]|[\\w.-]*)(?::(\\d{1,5}))?");

	private static final int MAX_PORT = 0xffff;

	/**
	 * Reads an address.
	 * @param text {@code host}, {@code host:port} or {@code :port}; an IPv6 address in
	 * brackets
	 * @return the address, or {@code null} if it is none
	 */
	public static @Nullable InternalAddress parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (text.isEmpty() || !matcher.matches()) {
			return null;
		}
		String host = matcher.group(1);
		int port = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : 0;
		if (port > MAX_PORT || (matcher.group(2) != null && port == 0)) {
			return null;
		}
		return new InternalAddress(host.isEmpty() ? null : host, port);
	}

	/**
	 * Finds out what the address is now. Blocks while a name is looked up.
	 * @param serverPort the port of the web server
	 * @return the address
	 * @throws UnknownHostException if there is no host of that name
	 */
	public InetSocketAddress resolve(int serverPort) throws UnknownHostException {
		InetAddress address = (this.host != null) ? InetAddress.getByName(this.host) : ofThisMachine();
		return new InetSocketAddress(address, (this.port > 0) ? this.port : serverPort);
	}

	/** The first that others can reach; the system lists the real interfaces first. */
	private static InetAddress ofThisMachine() throws UnknownHostException {
		try {
			Optional<InetAddress> found = NetworkInterface.networkInterfaces()
				.filter(InternalAddress::isUsed)
				.sorted(Comparator.comparingInt(NetworkInterface::getIndex))
				.flatMap((each) -> Collections.list(each.getInetAddresses()).stream())
				.filter((each) -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
				.min(Comparator.comparing((each) -> !(each instanceof Inet4Address)));
			return found.isPresent() ? found.get() : InetAddress.getLocalHost();
		}
		catch (SocketException ex) {
			return InetAddress.getLocalHost();
		}
	}

	private static boolean isUsed(NetworkInterface candidate) {
		try {
			return candidate.isUp() && !candidate.isLoopback() && !candidate.isPointToPoint();
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
