package io.github.socketiospring.transport.flash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A socket policy: pages of which domains may connect to which ports. Immutable.
 */
public final class FlashPolicy {

	private static final String ROOT = "cross-domain-policy";

	private static final int MAX_PORT = 65_535;

	private static final Pattern DOMAIN = Pattern.compile("[^\\s\\p{Cc}/:]+");

	private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

	/** The document and a NUL. */
	private final byte[] answer;

	private FlashPolicy(byte[] document) {
		this.answer = Arrays.copyOf(document, document.length + 1);
	}

	/**
	 * Returns a policy that lets pages of some domains connect to some ports.
	 * @param domains host names, names with a wildcard such as {@code *.example.org}, or
	 * {@code *} for all
	 * @param ports ports such as {@code 8080}, ranges such as {@code 8000-8099}, or
	 * {@code *} for all
	 * @return the policy
	 * @throws IllegalArgumentException if there is no domain or no port, or one of them
	 * is wrong
	 */
	public static FlashPolicy of(List<String> domains, List<String> ports) {
		checkDomains(domains);
		checkPorts(ports);
		String toPorts = String.join(",", ports);
		StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE ").append(ROOT)
			.append(" SYSTEM \"http://www.macromedia.com/xml/dtds/cross-domain-policy.dtd\">\n<")
			.append(ROOT)
			.append(">\n");
		for (String domain : domains) {
			xml.append("  <allow-access-from domain=\"")
				.append(escape(domain))
				.append("\" to-ports=\"")
				.append(toPorts)
				.append("\"/>\n");
		}
		// Some characters cannot be escaped either; the parser knows them.
		return parse(xml.append("</").append(ROOT).append(">\n").toString().getBytes(StandardCharsets.UTF_8));
	}

	private static void checkDomains(List<String> domains) {
		if (domains.isEmpty()) {
			throw new IllegalArgumentException("Name at least one domain, or * for all");
		}
		for (String domain : domains) {
			if (!DOMAIN.matcher(domain).matches()) {
				throw new IllegalArgumentException("A domain is a host name without scheme and port, "
						+ "a name with a wildcard such as *.example.org, or * for all");
			}
		}
	}

	/**
	 * Checks ports.
	 * @param ports as {@link #of} takes them
	 * @return the ports
	 * @throws IllegalArgumentException if there is none, or one of them is wrong
	 */
	public static List<String> checkPorts(List<String> ports) {
		if (ports.isEmpty()) {
			throw new IllegalArgumentException("Name at least one port, or * for all");
		}
		for (String port : ports) {
			if (!port.equals("*") && !isPortOrRange(port)) {
				throw new IllegalArgumentException(
						"Ports are numbers between 1 and 65535, ranges such as 8000-8099, or * for all");
			}
		}
		return ports;
	}

	private static boolean isPortOrRange(String ports) {
		Matcher matcher = PORTS.matcher(ports);
		if (!matcher.matches()) {
			return false;
		}
		int first = Integer.parseInt(matcher.group(1));
		int last = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : first;
		return 1 <= first && first <= last && last <= MAX_PORT;
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&apos;");
	}

	/**
	 * Returns a policy written by others, which is sent as it is. Nothing that the
	 * document refers to is loaded.
	 * @param xml the whole document
	 * @return the policy
	 * @throws IllegalArgumentException if it is not well-formed XML, not a policy, or in
	 * an encoding the Flash player cannot read
	 */
	public static FlashPolicy parse(byte[] xml) {
		for (byte next : xml) {
			if (next == 0) {
				throw new IllegalArgumentException("The policy contains a NUL, which ends it for the Flash player; "
						+ "save it as UTF-8 without any");
			}
		}
		try {
			parser().parse(new ByteArrayInputStream(xml), new PolicyCheck());
		}
		catch (SAXParseException ex) {
			throw new IllegalArgumentException("The policy is not well-formed XML, line " + ex.getLineNumber()
					+ ", column " + ex.getColumnNumber() + ": " + ex.getMessage(), ex);
		}
		catch (SAXException | IOException ex) {
			throw new IllegalArgumentException("The policy cannot be used: " + ex.getMessage(), ex);
		}
		return new FlashPolicy(xml);
	}

	private static SAXParser parser() throws SAXException {
		try {
			// Of the JDK, whatever else is on the class path: the features are its own.
			SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
			factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
			factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
			return factory.newSAXParser();
		}
		catch (ParserConfigurationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns what is sent: the document and a NUL. The buffer need not be released.
	 */
	ByteBuf answer() {
		return Unpooled.wrappedBuffer(this.answer);
	}

	@Override
	public String toString() {
		return new String(this.answer, 0, this.answer.length - 1, StandardCharsets.UTF_8);
	}

	/**
	 * Looks at the root element, and at nothing outside the document.
	 */
	private static final class PolicyCheck extends DefaultHandler {

		private boolean started;

		@Override
		public void startElement(@Nullable String uri, @Nullable String localName, String name,
				@Nullable Attributes attributes) throws SAXException {
			if (!this.started && !name.equals(ROOT)) {
				throw new SAXException("Its root element is not " + ROOT);
			}
			this.started = true;
		}

		@Override
		public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) {
			return new InputSource(new ByteArrayInputStream(new byte[0]));
		}

		@Override
		public void fatalError(SAXParseException ex) throws SAXException {
			throw ex;
		}

	}

}
