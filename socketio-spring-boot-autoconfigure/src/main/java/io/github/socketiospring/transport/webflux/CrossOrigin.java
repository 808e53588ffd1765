package io.github.socketiospring.transport.webflux;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;

/**
 * Decides which other origins may use the server. CORS guards only what a page can read,
 * so the origin of a WebSocket is checked here too. Safe for use by any thread.
 */
public final class CrossOrigin {

	private static final Log logger = LogFactory.getLog(CrossOrigin.class);

	private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#]+");

	private final @Nullable CorsConfiguration configuration;

	private final Set<String> scriptParameters;

	private final Processor processor = new Processor();

	private final AtomicBoolean reported = new AtomicBoolean();

	/**
	 * Creates a guard.
	 * @param configuration which other origins may use the server, or {@code null} for
	 * none
	 * @param scriptParameters the query parameters that ask for an answer in the form of
	 * a script, which pages of any origin can run
	 */
	public CrossOrigin(@Nullable CorsConfiguration configuration, Set<String> scriptParameters) {
		this.configuration = configuration;
		this.scriptParameters = Set.copyOf(scriptParameters);
	}

	/**
	 * Checks the origin of a request to the engine and adds the CORS headers of its
	 * answer. The reference serves other origins without headers; but then a page can
	 * still send events, and read by JSONP.
	 * @param exchange the exchange
	 * @param upgrade whether the request is a WebSocket handshake
	 * @return {@code false} if the request was a preflight and is answered
	 * @throws RequestRefusedException if the origin may not use this server
	 */
	public boolean process(ServerWebExchange exchange, boolean upgrade) {
		ServerHttpRequest request = exchange.getRequest();
		String origin = request.getHeaders().getOrigin();
		if (isPreflight(exchange)) {
			return addHeaders(exchange);
		}
		boolean refused = (origin != null)
				? isCrossOrigin(request) && !isAllowed(origin) && (upgrade || !isAllowedByApplication(exchange))
				: isScript(exchange) && isForeign(request);
		if (refused) {
			report((origin != null) ? origin : page(request));
			throw new RequestRefusedException(RequestError.FORBIDDEN);
		}
		return upgrade || addHeaders(exchange);
	}

	/**
	 * Adds the CORS headers of an answer that anybody may have.
	 * @param exchange the exchange
	 * @return {@code false} if the request was a preflight and is answered
	 */
	public boolean addHeaders(ServerWebExchange exchange) {
		CorsConfiguration rules = this.configuration;
		if (rules == null || exchange.getRequest().getHeaders().getOrigin() == null) {
			return true;
		}
		boolean preflight = isPreflight(exchange);
		try {
			boolean asks = !preflight || CorsUtils.isPreFlightRequest(exchange.getRequest());
			this.processor.process(rules, asks ? exchange : asking(exchange, rules));
		}
		catch (IllegalArgumentException ex) {
			// An origin that is no URL is not allowed.
		}
		if (preflight) {
			exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
		}
		return !preflight;
	}

	/**
	 * Tells whether a request is a preflight. Once it serves other origins, the reference
	 * server takes every OPTIONS request for one, even if it asks for no method.
	 */
	private boolean isPreflight(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return (this.configuration != null)
				? request.getMethod() == HttpMethod.OPTIONS && request.getHeaders().getOrigin() != null
				: CorsUtils.isPreFlightRequest(request);
	}

	/**
	 * Returns what Spring takes for a preflight: one that asks for a method.
	 */
	private static ServerWebExchange asking(ServerWebExchange exchange, CorsConfiguration configuration) {
		List<String> allowed = configuration.getAllowedMethods();
		String method = (allowed == null || allowed.isEmpty() || allowed.contains(CorsConfiguration.ALL))
				? HttpMethod.GET.name() : allowed.get(0);
		return exchange.mutate()
			.request((request) -> request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, method))
			.build();
	}

	/**
	 * Tells whether pages of an origin may open a WebSocket, where there is no exchange.
	 * @param origin the origin
	 * @param host the {@code Host} of the request, or {@code null}
	 * @return {@code true} for the server's own pages and for origins that are allowed
	 */
	public boolean isAllowed(String origin, @Nullable String host) {
		boolean allowed = isHost(origin, host) || isAllowed(origin);
		if (!allowed) {
			report(origin);
		}
		return allowed;
	}

	private boolean isAllowed(String origin) {
		return this.configuration != null && this.configuration.checkOrigin(origin) != null;
	}

	/** Tells whether a CORS filter of the application has allowed the origin. */
	private static boolean isAllowedByApplication(ServerWebExchange exchange) {
		return exchange.getResponse().getHeaders().getAccessControlAllowOrigin() != null;
	}

	/**
	 * A script element sends no origin, but browsers of today tell whose page it stands
	 * in, and most of any time name the page. A page can hide its name, but not take
	 * another's.
	 */
	private boolean isForeign(ServerHttpRequest request) {
		String site = request.getHeaders().getFirst("Sec-Fetch-Site");
		if ("same-origin".equals(site)) {
			return false;
		}
		String page = page(request);
		if (page == null) {
			return ("cross-site".equals(site) || "same-site".equals(site)) && !isAllowed(CorsConfiguration.ALL);
		}
		return !isHost(page, request.getHeaders().getFirst(HttpHeaders.HOST)) && !isAllowed(page);
	}

	/**
	 * Returns the origin of the page that has made a request, if the request names it.
	 */
	private static @Nullable String page(ServerHttpRequest request) {
		String referer = request.getHeaders().getFirst(HttpHeaders.REFERER);
		Matcher origin = (referer != null) ? ORIGIN.matcher(referer) : null;
		return (origin != null && origin.lookingAt()) ? origin.group() : null;
	}

	private boolean isScript(ServerWebExchange exchange) {
		Map<String, ?> query = Query.of(exchange);
		// Asked for each poll: no stream.
		for (String parameter : this.scriptParameters) {
			if (query.containsKey(parameter)) {
				return true;
			}
		}
		return false;
	}

	private void report(@Nullable String origin) {
		String text = "Refused a client from another origin" + ((origin != null) ? ": " + LoggedOrigin.of(origin)
				: ", which uses JSONP and hides its address (only socketio.cors.allowed-origin-patterns=* allows that)");
		if (this.reported.compareAndSet(false, true)) {
			logger.warn(text + ". If it is one of yours, name it in socketio.cors.allowed-origins; behind a proxy that "
					+ "changes the Host header, set server.forward-headers-strategy. Further ones are logged at debug level");
		}
		else {
			logger.debug(text);
		}
	}

	/**
	 * Tells whether a request comes from a page of another origin. A proxy that ends TLS
	 * keeps the host but not the scheme, so the host decides.
	 * @param request the request
	 * @return {@code false} for the server's own pages and for what is no page
	 */
	public static boolean isCrossOrigin(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		if (origin == null || isHost(origin, request.getHeaders().getFirst(HttpHeaders.HOST))) {
			return false;
		}
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException ex) {
			// An origin that is no URL, such as that of a sandboxed frame: "null".
			return true;
		}
	}

	private static boolean isHost(String origin, @Nullable String host) {
		return host != null && (isHost(origin, "https://", ":443", host) || isHost(origin, "http://", ":80", host));
	}

	/** Compares without the scheme's default port, which either side may spell out. */
	private static boolean isHost(String origin, String scheme, String defaultPort, String host) {
		if (!origin.regionMatches(true, 0, scheme, 0, scheme.length())) {
			return false;
		}
		String authority = origin.substring(scheme.length());
		return without(defaultPort, authority).equalsIgnoreCase(without(defaultPort, host));
	}

	private static String without(String port, String authority) {
		return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
	}

	/**
	 * Makes an origin, as a client wrote it, fit for a log.
	 */
	private static final class LoggedOrigin {

		private static final int MAX_LENGTH = 100;

		private static String of(String origin) {
			String safe = origin.replaceAll("[^\\x21-\\x7e]", "?");
			return (safe.length() > MAX_LENGTH) ? safe.substring(0, MAX_LENGTH) + "…" : safe;
		}

	}

	/**
	 * Adds headers, but leaves it to others to refuse a request.
	 */
	private static final class Processor extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			response.getHeaders().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
		}

	}

}
