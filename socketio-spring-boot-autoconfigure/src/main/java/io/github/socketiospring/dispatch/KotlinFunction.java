package io.github.socketiospring.dispatch;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

/**
 * A handler method as Kotlin sees it: which parameters may be {@code null}, which have a
 * default value, which is a {@code vararg}. Safe for use by any thread.
 */
final class KotlinFunction {

	private final KFunction<?> function;

	/** Those that are parameters of the method in Java, too, in the same order. */
	private final List<KParameter> parameters;

	private final boolean hasDefaults;

	private KotlinFunction(KFunction<?> function) {
		this.function = function;
		this.parameters = function.getParameters()
			.stream()
			.filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
			.toList();
		this.hasDefaults = this.parameters.stream().anyMatch(KParameter::isOptional);
	}

	/**
	 * Returns the function that a method of a Kotlin class is.
	 * @return {@code null} if the compiler has made it up
	 */
	static @Nullable KotlinFunction of(Method method) {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		return (function != null) ? new KotlinFunction(function) : null;
	}

	/**
	 * Tells whether a parameter needs a value: it has no default, and {@code null} is
	 * none.
	 */
	boolean isRequired(int index) {
		KParameter parameter = this.parameters.get(index);
		return !parameter.isOptional() && !parameter.getType().isMarkedNullable();
	}

	boolean hasDefault(int index) {
		return this.parameters.get(index).isOptional();
	}

	boolean isVararg(int index) {
		return this.parameters.get(index).isVararg();
	}

	/**
	 * Returns the name of a parameter, as far as the compiler has kept it.
	 */
	String parameterName(int index) {
		String name = this.parameters.get(index).getName();
		return (name != null) ? name : "number " + (index + 1);
	}

	/**
	 * Tells whether a call needs default values, so that the method cannot be called as
	 * it is.
	 */
	boolean needsDefaults(@Nullable Object[] arguments) {
		if (this.hasDefaults) {
			for (int i = 0; i < arguments.length; i++) {
				if (arguments[i] == null && hasDefault(i)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Calls the function; a parameter that would be {@code null} has its default, if it
	 * has one. What it throws comes as an
	 * {@link java.lang.reflect.InvocationTargetException}, which Kotlin does not declare.
	 */
	@Nullable Object callWithDefaults(Object bean, @Nullable Object[] arguments) {
		Map<KParameter, @Nullable Object> values = new HashMap<>();
		KParameter instance = this.function.getParameters().get(0);
		values.put(instance, bean);
		for (int i = 0; i < arguments.length; i++) {
			if (arguments[i] != null || !hasDefault(i)) {
				KParameter parameter = this.parameters.get(i);
				values.put(parameter, boxed(parameter, arguments[i]));
			}
		}
		KCallablesJvm.setAccessible(this.function, true);
		return this.function.callBy(values);
	}

	/** What Jackson has bound for a value class is what is in it. */
	private static @Nullable Object boxed(KParameter parameter, @Nullable Object value) {
		if (value != null && parameter.getType().getClassifier() instanceof KClass<?> type && type.isValue()
				&& !JvmClassMappingKt.getJavaObjectType(type).isInstance(value)) {
			KFunction<?> constructor = KClasses.getPrimaryConstructor(type);
			if (constructor != null) {
				KCallablesJvm.setAccessible(constructor, true);
				return constructor.call(value);
			}
		}
		return value;
	}

}
