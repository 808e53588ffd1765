package io.github.socketiospring.dispatch;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonCodec;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Parameters that are bound by Jackson: whether they can be, at start-up.
 */
final class Payloads {

	private static final String FOREIGN_ADVICE = "Declare tools.jackson.databind.JsonNode, a Map or a record; or register "
			+ "the Jackson 3 module of that library as a bean, if it has one.";

	private final JsonCodec codec;

	Payloads(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Checks that Jackson knows a type. It tells that only by being asked to read
	 * something: {@code null}, which needs a deserializer but no instance, and for
	 * abstract types an empty object, which needs a concrete class.
	 * @throws InvalidHandlerException if no value of the type can ever be read
	 */
	void check(BeanMethod method, Class<?> rawType, Type type) {
		probe(method, rawType, type, "[null]");
		boolean isAbstract = Modifier.isAbstract(rawType.getModifiers()) && !rawType.isArray()
				&& !rawType.isPrimitive();
		if (isAbstract) {
			probe(method, rawType, type, "[{}]");
		}
		Class<?> foreign = this.codec.foreignTypeRead(type);
		if (foreign != null) {
			throw new InvalidHandlerException(
					method + " has a parameter of type " + type.getTypeName() + ", but Jackson cannot read JSON into "
							+ foreign.getName() + ", which belongs to another JSON library",
					FOREIGN_ADVICE);
		}
	}

	/**
	 * Checks that Jackson does not take what a method returns for a bean when it is the
	 * JSON of another library.
	 * @throws InvalidHandlerException if it would
	 */
	void checkResult(BeanMethod method, Type type) {
		Class<?> foreign = this.codec.foreignTypeWritten(type);
		if (foreign != null) {
			throw new InvalidHandlerException(
					method + " returns " + type.getTypeName() + ", but Jackson cannot write the JSON that is in "
							+ foreign.getName() + ", which belongs to another JSON library",
					FOREIGN_ADVICE);
		}
	}

	private void probe(BeanMethod method, Class<?> rawType, Type type, String json) {
		byte[] data = json.getBytes(StandardCharsets.US_ASCII);
		try (ArgumentReader reader = ArgumentReader.ack(this.codec, data, 0, data.length, List.of())) {
			reader.bind(this.codec.binding(List.of(type)));
		}
		catch (ArgumentBindingException ex) {
			if (ex.getCause() instanceof InvalidDefinitionException cause) {
				throw new InvalidHandlerException(
						method + " has a parameter of type " + type.getTypeName()
								+ ", which is neither injected nor readable from JSON: " + cause.getOriginalMessage(),
						advice(rawType), cause);
			}
		}
		catch (RuntimeException ex) {
			// About the probe's value, not about the type: there is a deserializer.
		}
	}

	private static String advice(Class<?> type) {
		String name = type.getName();
		if (name.equals("jakarta.servlet.http.HttpSession")
				|| name.equals("org.springframework.web.server.WebSession")) {
			return "The session of the request that opened the connection is an HttpSession if a servlet container serves "
					+ "the clients. In WebFlux applications, in a @SocketIOTest and with a socketio.server.port it is a "
					+ "WebSession, which has nothing of what servlets keep in theirs. Principal and Handshake are in all of them.";
		}
		if (name.startsWith("org.springframework.web.") || name.startsWith("org.springframework.http.")
				|| name.startsWith("jakarta.servlet.")) {
			return "An event belongs to no HTTP request. Declare a Handshake parameter: it has the URI, headers, "
					+ "query and remote address of the request that opened the connection.";
		}
		return "Declare a record or class that Jackson can read, or one of Socket, Namespace, SocketIOServer, Handshake, "
				+ "Ack, Principal, Arguments and ClientEvent; or add a HandlerMethodArgumentResolver bean that supports the parameter.";
	}

	/**
	 * Says in the application's terms that arguments do not fit.
	 */
	static InvalidPayloadException misfit(ArgumentBindingException exception) {
		return new InvalidPayloadException(String.valueOf(exception.getMessage()), exception.getCause());
	}

}
