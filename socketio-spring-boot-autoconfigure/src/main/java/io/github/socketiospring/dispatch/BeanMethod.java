package io.github.socketiospring.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A handler method: described as the bean's class declares it, called through the bean's
 * proxy if it has one. Safe for use by any thread.
 */
final class BeanMethod extends AnnotatedMethod {

	private static final boolean COROUTINES_PRESENT = ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt",
			BeanMethod.class.getClassLoader()) && KotlinDetector.isKotlinReflectPresent();

	private final HandlerBean bean;

	private final boolean suspending;

	private final @Nullable KotlinFunction kotlin;

	private volatile @Nullable Target target;

	BeanMethod(HandlerBean bean, Method method) {
		super(method);
		this.bean = bean;
		this.suspending = KotlinDetector.isSuspendingFunction(method);
		this.kotlin = isKotlin(method) ? KotlinFunction.of(method) : null;
		check(method);
		if (bean.exists()) {
			target();
		}
		else {
			invocableMethod(bean.exposedType());
		}
	}

	/** Without Kotlin, the class that reads its functions cannot be loaded. */
	private static boolean isKotlin(Method method) {
		return KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isKotlinType(method.getDeclaringClass());
	}

	private void check(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
			throw new InvalidHandlerException(
					this + " is " + (Modifier.isStatic(modifiers) ? "static" : "private")
							+ ", so it cannot be called through the bean",
					"Make it an instance method that is not private.");
		}
		if (this.suspending && !COROUTINES_PRESENT) {
			throw new InvalidHandlerException(
					this + " is a suspend function, and there is no support for these on the class path",
					"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect.");
		}
	}

	/**
	 * Where type variables of a generic superclass or interface get their meaning.
	 */
	@Override
	protected Class<?> getContainingClass() {
		return this.bean.type();
	}

	HandlerBean bean() {
		return this.bean;
	}

	/**
	 * Tells whether this is a Kotlin {@code suspend} function; {@link #invoke} takes no
	 * argument for its last parameter then, and returns a publisher.
	 */
	boolean isSuspending() {
		return this.suspending;
	}

	/**
	 * Returns what Kotlin knows of this method, {@code null} if it is not Kotlin's.
	 */
	@Nullable KotlinFunction kotlin() {
		return this.kotlin;
	}

	@Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
		Target current = this.target;
		if (current == null) {
			current = target();
		}
		if (this.suspending) {
			return invokeSuspending(current, arguments);
		}
		try {
			if (this.kotlin != null && this.kotlin.needsDefaults(arguments)) {
				return this.kotlin.callWithDefaults(current.bean(), arguments);
			}
			return current.method().invoke(current.bean(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	// NullAway does not see that Spring's varargs may be null.
	@SuppressWarnings("NullAway")
	private static Object invokeSuspending(Target target, @Nullable Object[] arguments) {
		return CoroutinesUtils.invokeSuspendingFunction(target.method(), target.bean(), arguments);
	}

	/**
	 * Returns an instance of a class that declares or inherits the method: the bean, or
	 * what is behind its proxy if that has nothing but the bean's interfaces.
	 */
	Object declaringObject() {
		Target known = this.target;
		Object instance = ((known != null) ? known : target()).bean();
		while (!this.bean.type().isInstance(instance) && instance instanceof Advised advised) {
			instance = behind(advised.getTargetSource());
		}
		return instance;
	}

	private static Object behind(TargetSource source) {
		try {
			Object behind = Objects.requireNonNull(source.getTarget());
			// Only its class is of interest.
			source.releaseTarget(behind);
			return behind;
		}
		catch (Exception ex) {
			throw new IllegalStateException("there is nothing behind the proxy", ex);
		}
	}

	private Target target() {
		Object instance = this.bean.instance();
		Target current = new Target(instance, invocableMethod(instance.getClass()));
		if (this.bean.isSingleton()) {
			this.target = current;
		}
		return current;
	}

	private Method invocableMethod(Class<?> exposedType) {
		Method method;
		try {
			method = AopUtils.selectInvocableMethod(getMethod(), exposedType);
		}
		catch (IllegalStateException ex) {
			throw new InvalidHandlerException(
					this + " is not visible: the bean \"" + this.bean.name() + "\" is behind an interface proxy",
					"Declare the method in one of the bean's interfaces, or let the bean be proxied by its class: "
							+ "remove spring.aop.proxy-target-class=false or set proxyTargetClass = true.",
					ex);
		}
		if (Modifier.isFinal(method.getModifiers()) && SpringProxy.class.isAssignableFrom(exposedType)
				&& !Proxy.isProxyClass(exposedType)) {
			throw new InvalidHandlerException(
					this + " is final, so the proxy of the bean \"" + this.bean.name() + "\" cannot pass calls on",
					"Remove \"final\"; in Kotlin, declare it \"open\" or use the kotlin-spring compiler plugin.");
		}
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	@Override
	public String toString() {
		Method method = getMethod();
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", this.bean.type().getName() + "." + method.getName() + "(", ")"));
	}

	private record Target(Object bean, Method method) {

	}

}
