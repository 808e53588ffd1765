package io.github.socketiospring.contract;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The contract by HTTP: {@code socketiocontract/typescript} and
 * {@code socketiocontract/asyncapi}.
 */
@WebEndpoint(id = "socketiocontract")
public final class SocketIOContractEndpoint {

	private static final MimeType TEXT = new MimeType(MimeTypeUtils.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final SocketIOContract contract;

	/**
	 * Creates the endpoint.
	 * @param contract what it tells
	 */
	public SocketIOContractEndpoint(SocketIOContract contract) {
		this.contract = contract;
	}

	/**
	 * Returns the contract.
	 * @param format {@code typescript} or {@code asyncapi}
	 * @return the text; {@code null}, which is not found, for another format
	 */
	@ReadOperation(produces = { MimeTypeUtils.TEXT_PLAIN_VALUE, MimeTypeUtils.APPLICATION_JSON_VALUE })
	public @Nullable WebEndpointResponse<String> read(@Selector String format) {
		return switch (format) {
			case "typescript" ->
				new WebEndpointResponse<>(this.contract.typeScript(), WebEndpointResponse.STATUS_OK, TEXT);
			case "asyncapi" -> new WebEndpointResponse<>(this.contract.asyncApi(), WebEndpointResponse.STATUS_OK,
					MimeTypeUtils.APPLICATION_JSON);
			default -> null;
		};
	}

}
