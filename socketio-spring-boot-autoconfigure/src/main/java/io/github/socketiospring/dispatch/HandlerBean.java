package io.github.socketiospring.dispatch;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.ClassUtils;

/**
 * A bean that may have handler methods.
 *
 * @param factory where the bean is
 * @param name the bean's name
 * @param type its class, behind all proxies
 */
record HandlerBean(ConfigurableListableBeanFactory factory, String name, Class<?> type) {

	/**
	 * Finds all beans whose class can be told without creating them.
	 * @param factory where to look
	 * @return the beans, in the order of {@link Order @Order}, else of their definition
	 */
	static List<HandlerBean> findAll(ConfigurableListableBeanFactory factory) {
		List<HandlerBean> beans = new ArrayList<>();
		for (String name : factory.getBeanNamesForType(Object.class, true, false)) {
			// Its scoped proxy is a bean too, and the one to call. A factory is named
			// where nobody knows what it will make.
			if (!ScopedProxyUtils.isScopedTarget(name) && !BeanFactoryUtils.isFactoryDereference(name)) {
				Class<?> type = targetType(factory, name);
				if (type != null) {
					beans.add(new HandlerBean(factory, name, ClassUtils.getUserClass(type)));
				}
			}
		}
		beans.sort(Comparator.comparingInt(HandlerBean::order));
		return beans;
	}

	private static @Nullable Class<?> targetType(ConfigurableListableBeanFactory factory, String name) {
		try {
			Class<?> type = typeBehindAutoProxy(factory, name);
			if (type != null && ScopedObject.class.isAssignableFrom(type)) {
				return typeBehindAutoProxy(factory, ScopedProxyUtils.getTargetBeanName(name));
			}
			if (type != null && Proxy.isProxyClass(type) && factory.containsSingleton(name)) {
				// Not made by an auto-proxy creator, which would have left the class.
				return AopProxyUtils.ultimateTargetClass(factory.getBean(name));
			}
			return type;
		}
		catch (BeansException | LinkageError ex) {
			// A bean whose class cannot be loaded, which it need not be while it is lazy.
			return null;
		}
	}

	/**
	 * As {@link AutoProxyUtils#determineTargetClass}, which may create a lazy factory.
	 */
	private static @Nullable Class<?> typeBehindAutoProxy(ConfigurableListableBeanFactory factory, String name) {
		Object type = factory.containsBeanDefinition(name)
				? factory.getMergedBeanDefinition(name).getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE)
				: null;
		return (type instanceof Class<?> original) ? original : factory.getType(name, false);
	}

	private int order() {
		Integer order = OrderUtils.getOrder(this.type);
		if (order != null) {
			return order;
		}
		Order onBean = this.factory.findAnnotationOnBean(this.name, Order.class, false);
		return (onBean != null) ? onBean.value() : Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Returns the bean, a proxy if it has one.
	 */
	Object instance() {
		return this.factory.getBean(this.name);
	}

	/**
	 * Tells whether the bean is there already, so that asking for it initialises nothing.
	 */
	boolean exists() {
		return this.factory.containsSingleton(this.name) && isSingleton();
	}

	/**
	 * Tells whether {@link #instance()} is always the same object. A factory is created
	 * to be asked, so this is for beans that are there.
	 */
	boolean isSingleton() {
		return this.factory.isSingleton(this.name);
	}

	/**
	 * Returns the class of {@link #instance()} as far as that is known.
	 */
	Class<?> exposedType() {
		Class<?> exposed = this.factory.getType(this.name, false);
		return (exposed != null) ? exposed : this.type;
	}

	<A extends Annotation> @Nullable A annotation(Class<A> annotation) {
		return AnnotatedElementUtils.findMergedAnnotation(this.type, annotation);
	}

	/**
	 * Finds the methods with an annotation, inherited ones and those annotated in an
	 * interface too.
	 */
	<A extends Annotation> Map<Method, A> methods(Class<A> annotation) {
		return MethodIntrospector.selectMethods(this.type,
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
	}

	/**
	 * Resolves placeholders such as <code>${app.namespace}</code>.
	 * @throws InvalidHandlerException if one of them has no value
	 */
	String resolve(String text, String owner) {
		try {
			String resolved = this.factory.resolveEmbeddedValue(text);
			return (resolved != null) ? resolved : "";
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerException(
					owner + " uses \"" + text + "\", which cannot be resolved: " + ex.getMessage(),
					"Set the property, or give the placeholder a default: ${name:default}.", ex);
		}
	}

}
