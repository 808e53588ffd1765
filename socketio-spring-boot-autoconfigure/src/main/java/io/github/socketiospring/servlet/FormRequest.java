package io.github.socketiospring.servlet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A form, as JSONP sends packets. A servlet filter that has asked for a parameter has had
 * the container read the body: the form is then made of the parameters again.
 */
final class FormRequest extends ServerHttpRequestDecorator {

	private FormRequest(ServerHttpRequest request) {
		super(request);
	}

	/**
	 * Returns a request whose body can be read even if a filter has asked for parameters.
	 * @param request the request
	 * @return a request with that body; the same request if it has no form
	 */
	static ServerHttpRequest of(ServerHttpRequest request) {
		String contentType = (request.getMethod() == HttpMethod.POST)
				? request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE) : null;
		return (contentType != null && contentType.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE))
				? new FormRequest(request) : request;
	}

	/** Empty if a filter has asked for a parameter, and then made of the parameters. */
	@Override
	public Flux<DataBuffer> getBody() {
		return super.getBody().switchIfEmpty(Flux.defer(this::parameters));
	}

	private Flux<DataBuffer> parameters() {
		HttpServletRequest request = getNativeRequest(getDelegate());
		String form = request.getParameterMap()
			.entrySet()
			.stream()
			.filter((entry) -> !getQueryParams().containsKey(entry.getKey()))
			.flatMap((entry) -> Arrays.stream(entry.getValue())
				.map((value) -> encode(entry.getKey()) + "=" + encode(value)))
			.collect(Collectors.joining("&"));
		return form.isEmpty() ? Flux.empty()
				: Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(form.getBytes(StandardCharsets.US_ASCII)));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
