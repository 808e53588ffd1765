package io.github.socketiospring.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The part of a client's address that limits go by: all of an IPv4 address, and of an
 * IPv6 address the network of 64 bits, within which one host can have any number of
 * addresses.
 */
public final class ClientAddress {

	/** Of these, no name service is asked. */
	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F.]*:[0-9a-fA-F:.]*");

	private static final int NETWORK_BYTES = 8;

	/** What a header says instead of an address is kept for a while. */
	private static final int MAX_TEXT_LENGTH = 64;

	private ClientAddress() {
	}

	/**
	 * Returns what the limits of an address go by.
	 * @param address the client's address, unresolved if a forwarding header gives it
	 * @return the same for all that count as one address
	 */
	public static String of(InetSocketAddress address) {
		InetAddress ip = address.getAddress();
		if (ip == null) {
			String text = address.getHostString();
			ip = parse(text);
			if (ip == null) {
				return (text.length() > MAX_TEXT_LENGTH) ? text.substring(0, MAX_TEXT_LENGTH) : text;
			}
		}
		if (ip instanceof Inet6Address) {
			return HexFormat.ofDelimiter(":").formatHex(ip.getAddress(), 0, NETWORK_BYTES) + "/64";
		}
		return ip.getHostAddress();
	}

	private static @Nullable InetAddress parse(String text) {
		int zone = text.indexOf('%');
		String literal = (zone >= 0) ? text.substring(0, zone) : text;
		if (literal.startsWith("[") && literal.endsWith("]")) {
			literal = literal.substring(1, literal.length() - 1);
		}
		if (!IPV6.matcher(literal).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
