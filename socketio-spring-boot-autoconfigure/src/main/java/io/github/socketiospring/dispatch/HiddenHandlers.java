package io.github.socketiospring.dispatch;

import java.lang.reflect.Modifier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Tells of beans that might have handlers nobody can see: lazy ones whose {@code @Bean}
 * method names an interface or an abstract class. What they are is known only when they
 * are created, and creating them is not ours to do.
 */
final class HiddenHandlers {

	private static final Log logger = LogFactory.getLog(HiddenHandlers.class);

	private HiddenHandlers() {
	}

	/**
	 * Looks at a bean without a namespace.
	 */
	static void check(HandlerBean bean) {
		if (!bean.exists() && Modifier.isAbstract(bean.type().getModifiers()) && isSingletonOfFactoryMethod(bean)) {
			logger.info("Cannot tell whether the bean \"" + bean.name() + "\" has handlers of Socket.IO events: it is "
					+ "lazy and declared as " + bean.type().getName() + ". If it has, declare its class as the return "
					+ "type of the @Bean method, or add @Lazy(false)");
		}
	}

	/** Of the application's own code; libraries have no handlers. */
	private static boolean isSingletonOfFactoryMethod(HandlerBean bean) {
		if (!bean.factory().containsBeanDefinition(bean.name())) {
			return false;
		}
		BeanDefinition definition = bean.factory().getMergedBeanDefinition(bean.name());
		String factoryBean = definition.getFactoryBeanName();
		if (!definition.isSingleton() || definition.getFactoryMethodName() == null || factoryBean == null) {
			return false;
		}
		Class<?> factoryType = bean.factory().getType(factoryBean, false);
		return factoryType != null && root(factoryType).equals(root(bean.type()));
	}

	/** Such as {@code com.example}. */
	private static String root(Class<?> type) {
		String name = ClassUtils.getPackageName(type);
		int second = name.indexOf('.', name.indexOf('.') + 1);
		return (second < 0) ? name : name.substring(0, second);
	}

}
