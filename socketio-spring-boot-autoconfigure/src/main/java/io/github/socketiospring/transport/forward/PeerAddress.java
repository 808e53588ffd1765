package io.github.socketiospring.transport.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.socketiospring.adapter.ServerRecord;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses of servers, which are numbers, never names: nothing has to be
 * looked up, which could block.
 */
final class PeerAddress {

	private static final int MAX_PORT = 0xffff;

	private PeerAddress() {
	}

	/**
	 * Tells whether a server can be reached in principle.
	 * @param server what the directory says, unchecked
	 * @return whether its address is one
	 */
	static boolean isValid(ServerRecord server) {
		return parse(server.address()) != null;
	}

	/**
	 * Returns the address of a server.
	 * @param server a server with a valid address
	 * @return the address
	 */
	static InetSocketAddress of(ServerRecord server) {
		InetSocketAddress address = parse(server.address());
		if (address == null) {
			throw new IllegalArgumentException("no address: " + server.address());
		}
		return address;
	}

	/**
	 * Writes an address.
	 * @param address the address, resolved
	 * @return the form that is read here
	 */
	static String text(InetSocketAddress address) {
		return NetUtil.toSocketAddressString(address);
	}

	private static @Nullable InetSocketAddress parse(String text) {
		int colon = text.lastIndexOf(':');
		String host = (colon > 0) ? text.substring(0, colon) : "";
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
		try {
			int port = Integer.parseInt(text.substring(colon + 1));
			return (address != null && port > 0 && port <= MAX_PORT) ? new InetSocketAddress(address, port) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
