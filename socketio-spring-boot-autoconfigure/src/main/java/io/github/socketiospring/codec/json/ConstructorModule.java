package io.github.socketiospring.codec.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;

/**
 * Calls the constructors of records and of classes like them by a method handle that is
 * prepared once. Jackson prepares one for each call, which takes longer than to read a
 * small record.
 */
final class ConstructorModule extends JacksonModule {

	@Override
	public String getModuleName() {
		return ConstructorModule.class.getName();
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addValueInstantiators(new ValueInstantiators.Base() {

			@Override
			public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
					BeanDescription.Supplier description, ValueInstantiator instantiator) {
				return prepared(instantiator);
			}

		});
	}

	private static ValueInstantiator prepared(ValueInstantiator instantiator) {
		if (instantiator.getClass() == StdValueInstantiator.class
				&& instantiator.getWithArgsCreator() instanceof AnnotatedConstructor annotated) {
			Constructor<?> constructor = annotated.getAnnotated();
			try {
				MethodHandle handle = MethodHandles.lookup()
					.unreflectConstructor(constructor)
					.asFixedArity()
					.asType(handleType(constructor))
					.asSpreader(Object[].class, constructor.getParameterCount());
				return new PreparedInstantiator((StdValueInstantiator) instantiator, handle);
			}
			catch (IllegalAccessException ex) {
				// Jackson may not call it either, or has its own way to.
			}
		}
		return instantiator;
	}

	private static MethodType handleType(Constructor<?> constructor) {
		return MethodType.genericMethodType(constructor.getParameterCount());
	}

	private static final class PreparedInstantiator extends StdValueInstantiator {

		private final MethodHandle constructor;

		PreparedInstantiator(StdValueInstantiator source, MethodHandle constructor) {
			super(source);
			this.constructor = constructor;
		}

		@Override
		public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
			try {
				return this.constructor.invokeExact(arguments);
			}
			catch (Exception ex) {
				return context.handleInstantiationProblem(this._valueClass, arguments, rewrapCtorProblem(context, ex));
			}
			catch (Throwable ex) {
				throw (Error) ex;
			}
		}

	}

}
