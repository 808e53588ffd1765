package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A parameter that is bound when the handler is called, because the handler also wants
 * all arguments, or the rest of them, as they came.
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
		return (this.index < arguments.size()) ? arguments.get(this.index, this.type) : missing();
	}

	private @Nullable Object missing() {
		try {
			return ArgumentBinding.missing(this.index, this.rawType);
		}
		catch (ArgumentBindingException ex) {
			throw Payloads.misfit(ex);
		}
	}

	static Arguments all(EventCall call) {
		Arguments arguments = call.arguments();
		if (arguments == null) {
			throw new IllegalStateException("the arguments of " + call.event() + " were not kept");
		}
		return arguments;
	}

}
