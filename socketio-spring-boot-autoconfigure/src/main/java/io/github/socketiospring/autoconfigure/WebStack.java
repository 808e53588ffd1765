package io.github.socketiospring.autoconfigure;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.WebServer;
import org.springframework.core.convert.ConversionService;
import org.springframework.validation.Validator;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the server has to know of the web stack that serves it.
 *
 * @param basePath what stands before the engine's path in the addresses of requests
 * @param enginePath the engine's path in the application, as its handlers see it, without
 * the slash at its end
 * @param values what handlers may want of the request that opens a connection, by its
 * type
 * @param validator validates arguments, {@code null} if nothing does
 * @param conversions converts what is no JSON
 * @param server the server that other servers may hand requests on to, once it has
 * started; {@code null} if there is none
 */
record WebStack(String basePath, String enginePath, Map<Class<?>, Function<ServerWebExchange, Mono<?>>> values,
		@Nullable Validator validator, ConversionService conversions, Supplier<? extends @Nullable WebServer> server) {
}
