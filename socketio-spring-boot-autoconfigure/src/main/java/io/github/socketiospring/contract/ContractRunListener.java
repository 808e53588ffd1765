package io.github.socketiospring.contract;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has an application configured, its contract written, and ends it before it has started.
 */
final class ContractRunListener implements SpringApplicationRunListener {

	private final ContractFiles files;

	ContractRunListener(ContractFiles files) {
		this.files = files;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource("socketioContract", Map.of("spring.docker.compose.enabled", "false",
					"spring.main.banner-mode", "off", "spring.main.log-startup-info", "false")));
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		beans.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts());
		beans.registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
				new NothingIsPublished());
		context.addBeanFactoryPostProcessor(ContractRunListener::createNothing);
	}

	/** Beans that nobody asks for may connect to databases, or schedule tasks. */
	private static void createNothing(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanDefinitionNames()) {
			beans.getBeanDefinition(name).setLazyInit(true);
		}
	}

	/**
	 * Called when the beans could be used. A parent's context has no contract; the one
	 * that has comes later.
	 */
	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		SocketIOContract contract = context.getBeanProvider(SocketIOContract.class).getIfAvailable();
		if (contract != null) {
			this.files.write(contract);
			context.close();
			throw new SpringApplication.AbandonedRunException(context);
		}
	}

	/**
	 * Starts no web server, no scheduler, no listener.
	 */
	private static final class NothingStarts implements LifecycleProcessor {

		@Override
		public void onRefresh() {
			// Nothing.
		}

		@Override
		public void onClose() {
			// Nothing has started.
		}

		@Override
		public void start() {
			// Nothing.
		}

		@Override
		public void stop() {
			// Nothing has started.
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	/**
	 * Keeps to itself that the context is ready, which it is not.
	 */
	private static final class NothingIsPublished extends SimpleApplicationEventMulticaster {

		@Override
		public void multicastEvent(ApplicationEvent event, @Nullable ResolvableType eventType) {
			// Nobody is told.
		}

	}

}
