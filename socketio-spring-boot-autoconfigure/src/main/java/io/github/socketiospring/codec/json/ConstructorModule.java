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
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
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
		// Not as value instantiators: those of the application, such as Kotlin's, would
		// come later, and expect Jackson's own.
		context.addDeserializerModifier(new ValueDeserializerModifier() {

			private static final long serialVersionUID = 1L;

			@Override
			public BeanDeserializerBuilder updateBuilder(DeserializationConfig config,
					BeanDescription.Supplier description, BeanDeserializerBuilder builder) {
				builder.setValueInstantiator(prepared(builder.getValueInstantiator()));
				return builder;
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
			catch (IllegalAccessException | IllegalArgumentException ex) {
				// Not accessible, or too many parameters: Jackson may not call it either,
				// or has its own way to.
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
			catch (Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				return context.handleInstantiationProblem(this._valueClass, arguments, rewrapCtorProblem(context, ex));
			}
		}

	}

}
