package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.Optional;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * A parameter that is bound when the handler is called, because the handler also wants
 * all arguments as they came.
 */
final class LateArgument implements ArgumentSource {

	private final int index;

	private final Class<?> rawType;

	private final TypeReference<Object> type;

	LateArgument(int index, Class<?> rawType, Type type) {
		this.index = index;
		this.rawType = rawType;
		this.type = new TypeReference<>() {

			@Override
			public Type getType() {
				return type;
			}

		};
	}

	@Override
	public @Nullable Object get(EventCall call) {
		Arguments arguments = all(call);
		if (this.index >= arguments.size()) {
			return missing();
		}
		try {
			return arguments.get(this.index, this.type);
		}
		catch (JacksonException ex) {
			throw new ArgumentBindingException(ex.getOriginalMessage(), ex);
		}
	}

	private @Nullable Object missing() {
		if (this.rawType.isPrimitive()) {
			throw new ArgumentBindingException("argument " + (this.index + 1) + " is missing and its type "
					+ this.rawType.getName() + " cannot be null", null);
		}
		return (this.rawType == Optional.class) ? Optional.empty() : null;
	}

	static Arguments all(EventCall call) {
		Arguments arguments = call.arguments();
		if (arguments == null) {
			throw new IllegalStateException("the arguments of " + call.event() + " were not kept");
		}
		return arguments;
	}

	/**
	 * Returns all arguments as trees.
	 */
	static JsonNode[] trees(EventCall call) {
		Arguments arguments = all(call);
		JsonNode[] trees = new JsonNode[arguments.size()];
		for (int i = 0; i < trees.length; i++) {
			trees[i] = arguments.get(i);
		}
		return trees;
	}

}
