package io.github.socketiospring.dispatch;

import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.server.event.EventSocket;
import io.github.socketiospring.server.event.NameVariables;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * A parameter with {@link NamespaceVariable}: what can be checked is checked at start-up,
 * and the value was converted when the namespace was created.
 */
final class VariableArgument {

	private VariableArgument() {
	}

	/**
	 * Finds the source of a parameter.
	 * @param variables the variables of the handler's namespaces; {@code null} for all
	 * namespaces of the application
	 * @return the source; {@code null} if the parameter has no annotation
	 * @throws InvalidHandlerException if there is no such variable, or it cannot have
	 * this type
	 */
	static @Nullable ArgumentSource of(BeanMethod method, MethodParameter parameter, @Nullable NameVariables variables,
			ConversionService conversions) {
		NamespaceVariable annotation = parameter.getParameterAnnotation(NamespaceVariable.class);
		if (annotation == null) {
			return null;
		}
		String name = name(method, parameter, annotation);
		if (variables == null || !variables.names().contains(name)) {
			throw new InvalidHandlerException(
					method + " takes the variable \"" + name + "\", which the name of its namespace does not have",
					(variables == null || variables.names().isEmpty())
							? "Name a family of namespaces, such as @SocketIONamespace(\"/tenant-{" + name
									+ "}\"), or take the Namespace and ask it for its variables()."
							: "It has " + variables.names() + ": name one of them in @NamespaceVariable.");
		}
		TypeDescriptor text = TypeDescriptor.valueOf(String.class);
		TypeDescriptor type = new TypeDescriptor(parameter);
		if (!conversions.canConvert(text, type)) {
			throw new InvalidHandlerException(
					method + " takes the variable \"" + name + "\" as " + type
							+ ", and nothing converts a String to that",
					"Add a Converter<String, " + parameter.getParameterType().getSimpleName()
							+ "> bean, or give the class a constructor or a static method valueOf that takes a String.");
		}
		int index = variables.convert(name, (value) -> {
			Object converted = conversions.convert(value, text, type);
			if (converted == null) {
				throw new IllegalArgumentException("nothing is left of it");
			}
			return converted;
		});
		return (call) -> ((EventSocket) call.socket()).handlers().variables().value(index);
	}

	private static String name(BeanMethod method, MethodParameter parameter, NamespaceVariable annotation) {
		if (!annotation.value().isEmpty()) {
			return annotation.value();
		}
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		String name = parameter.getParameterName();
		if (name == null) {
			throw new InvalidHandlerException(method
					+ " has a @NamespaceVariable without a name, and the class was compiled without the names of "
					+ "parameters", "Name the variable in @NamespaceVariable, or compile with -parameters.");
		}
		return name;
	}

}
