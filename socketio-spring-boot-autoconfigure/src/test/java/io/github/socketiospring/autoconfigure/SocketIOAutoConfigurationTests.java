package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.JsonPacketFormat;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.dispatch.HandshakeValues;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RevisionChooser;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.event.HandlerThreads;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.transport.legacy.LegacyWebHandler;
import io.github.socketiospring.transport.webflux.EngineWebHandler;
import io.github.socketiospring.transport.webflux.EnginePathFilter;
import io.github.socketiospring.transport.webflux.EnginePathMapping;
import io.github.socketiospring.transport.webflux.EnginePaths;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import io.github.socketiospring.transport.websocket.WebSocketTransport;
import io.micrometer.context.ContextSnapshot;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.task.TaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIOAutoConfigurationTests {

	private static final String HANDLER_EXECUTOR = "socketIOHandlerExecutor";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, JacksonAutoConfiguration.class,
				WebFluxAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class));

	@Test
	void servesByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(SocketIOServer.class)
				.hasSingleBean(DefaultSocketIOServer.class)
				.hasSingleBean(EngineServer.class)
				.hasSingleBean(TimerWheel.class)
				.hasSingleBean(JsonCodec.class)
				.hasSingleBean(AdapterFactory.class)
				.hasSingleBean(RevisionChooser.class)
				.hasSingleBean(PacketFormat.class)
				.hasSingleBean(HandlerMethodRegistrar.class)
				.hasSingleBean(WebSocketTransport.class)
				.hasSingleBean(EngineWebHandler.class)
				.hasSingleBean(LegacyWebHandler.class)
				.hasSingleBean(EnginePathMapping.class)
				.hasBean(HANDLER_EXECUTOR);
			assertThat(context.getBean(EngineServer.class).options()).isEqualTo(EngineOptions.DEFAULTS);
			assertThat(context.getBean(SocketIOLifecycle.class).isRunning()).isTrue();
		});
	}

	@Test
	void protocol1CanBeSwitchedOff() {
		this.runner.withPropertyValues("socketio.legacy.enabled=false", "socketio.legacy.transports=")
			.run((context) -> {
				assertThat(context).hasSingleBean(EnginePathMapping.class).doesNotHaveBean(LegacyWebHandler.class);
				assertThat(context).doesNotHaveBean(LegacySessions.class);
			});
		this.runner.run((context) -> assertThat(context).hasSingleBean(LegacySessions.class));
	}

	@Test
	void theMappingPrecedesAllOthers() {
		this.runner.run((context) -> assertThat(context.getBeanProvider(HandlerMapping.class).orderedStream()).first()
			.isInstanceOf(EnginePathMapping.class));
	}

	@Test
	void filtersOfTheApplicationComeFirst() {
		WebFilter unordered = (exchange, chain) -> chain.filter(exchange);
		this.runner.withBean("unordered", WebFilter.class, () -> unordered)
			.run((context) -> assertThat(context.getBeanProvider(WebFilter.class).orderedStream()).contains(unordered)
				.last()
				.isInstanceOf(EnginePathFilter.class));
	}

	@Test
	void leavesNothingBehindWhenDisabled() {
		Set<Thread> earlier = Thread.getAllStackTraces().keySet();
		this.runner.withPropertyValues("socketio.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.toLowerCase().contains("socketio"));
			assertThat(context).doesNotHaveBean(SocketIOProperties.class).doesNotHaveBean(EnginePathMapping.class);
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("socketio-") && !earlier.contains(thread));
		});
	}

	@Test
	void worksWithLazyInitialization() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(Customizers.class)
			.run((context) -> {
				assertThat(context.getBean(SocketIOLifecycle.class).isRunning()).isTrue();
				assertThat(context.getBean(Customizers.class).called).containsExactly("first", "second");
			});
	}

	// Other kinds of applications

	@Test
	void isNotForApplicationsWithoutAWebServer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { HttpServer.class, JsonMapper.class })
	void backsOffWithoutARequiredLibrary(Class<?> missing) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(missing.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void worksWithoutContextPropagation() {
		this.runner.withClassLoader(new FilteredClassLoader(ContextSnapshot.class.getPackageName()))
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class));
	}

	@Test
	void worksOnAnotherWebServerThanReactorNetty() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.reactor.netty"))
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean("socketIOHttpTimeouts"));
	}

	@Test
	void worksWithoutAJsonMapperBean() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean(JsonMapper.class));
	}

	// Replaced beans

	@Test
	void beansBackOffToTheApplicationsOwn() {
		this.runner.withUserConfiguration(OwnBeans.class).run((context) -> {
			assertThat(context).hasNotFailed();
			OwnBeans own = context.getBean(OwnBeans.class);
			assertThat(context.getBean(TimerWheel.class)).isSameAs(own.timers);
			assertThat(context.getBean(JsonCodec.class)).isSameAs(own.json);
			assertThat(context.getBean(AdapterFactory.class)).isSameAs(own.adapters);
			assertThat(context.getBean(RevisionChooser.class)).isSameAs(own.revisions);
			assertThat(context.getBean(PacketFormat.class)).isSameAs(own.format);
			assertThat(context.getBean(WebSocketTransport.class)).isSameAs(own.webSockets);
			assertThat(context.getBean(EngineServer.class)).isSameAs(context.getBean("ownEngine"));
			assertThat(context.getBean(EngineServer.class).timers()).isSameAs(own.timers);
			assertThat(context.getBean(DefaultSocketIOServer.class)).isSameAs(context.getBean("ownServer"));
			assertThat(context.getBean(EngineWebHandler.class)).isSameAs(context.getBean("ownHandler"));
			assertThat(context.getBean(LegacyWebHandler.class)).isSameAs(context.getBean("ownLegacyHandler"));
			assertThat(context.getBean(EnginePathMapping.class)).isSameAs(context.getBean("ownMapping"));
			assertThat(context.getBean(HandlerMethodRegistrar.class)).isSameAs(context.getBean("ownRegistrar"));
		});
	}

	@Test
	void theParserIsChosenByAProperty() {
		this.runner.run((context) -> assertThat(context.getBean(PacketFormat.class).name()).isEqualTo("json"));
		this.runner.withPropertyValues("socketio.parser=msgpack")
			.run((context) -> assertThat(context.getBean(PacketFormat.class).name()).isEqualTo("msgpack"));
		this.runner.withPropertyValues("socketio.parser=msgpack", "socketio.max-http-buffer-size=1B")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("socketio.parser=xml").run((context) -> assertThat(context).hasFailed());
		this.runner.withPropertyValues("socketio.parser=msgpack")
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context.getBean(PacketFormat.class))
				.isSameAs(context.getBean(OwnBeans.class).format));
	}

	@Test
	void theHandlerExecutorBacksOffToABeanOfItsName() {
		Executor own = Runnable::run;
		this.runner.withBean(HANDLER_EXECUTOR, Executor.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(HandlerThreads.class);
			assertThat(context.getBean(DefaultSocketIOServer.class)).extracting("workers.executor").isSameAs(own);
		});
	}

	@Test
	void anotherExecutorOfTheApplicationIsNotUsedForHandlers() {
		Executor other = Runnable::run;
		this.runner.withBean("other", Executor.class, () -> other)
			.run((context) -> assertThat(context.getBean(DefaultSocketIOServer.class)).extracting("workers.executor")
				.isInstanceOf(HandlerThreads.class));
	}

	@Test
	void bootsTaskExecutorStaysInPlace() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor");
			assertThat(context.getBean(Executor.class)).isSameAs(context.getBean(TaskExecutor.class));
		});
	}

	@Test
	void startsWithAMockOfTheServer(CapturedOutput output) {
		SocketIOServer mock = Mockito.mock(SocketIOServer.class);
		this.runner.withBean(SocketIOServer.class, () -> mock)
			.withUserConfiguration(RootHandlers.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(DefaultSocketIOServer.class);
				assertThat(context.getBean(SocketIOServer.class)).isSameAs(mock);
			});
		assertThat(output).contains("The SocketIOServer bean is the application's own, such as a mock: no Socket.IO "
				+ "clients are served");
	}

	@Test
	void startsWithAMockInPlaceOfTheServerBean() {
		SocketIOServer mock = Mockito.mock(SocketIOServer.class);
		this.runner
			// As @MockitoBean does: after the conditions were evaluated.
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((beanFactory) -> {
				var registry = (BeanDefinitionRegistry) beanFactory;
				registry.removeBeanDefinition("socketIOServer");
				beanFactory.registerSingleton("socketIOServer", mock);
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SocketIOServer.class)).isSameAs(mock);
			});
	}

	// Threads

	@Test
	void handlersRunOnAPoolByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(HANDLER_EXECUTOR)).isInstanceOf(HandlerThreads.class));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsIfTheApplicationDoes() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			Executor executor = (Executor) context.getBean(HANDLER_EXECUTOR);
			var ran = new CompletableFuture<Boolean>();
			executor.execute(() -> ran.complete(ReflectionTestUtils.invokeMethod(Thread.currentThread(), "isVirtual")));
			assertThat(ran.join()).isTrue();
		});
	}

	// Handlers and customizers

	@Test
	void customizersAreCalledInOrderBeforeHandlersAreRegistered() {
		this.runner.withUserConfiguration(Customizers.class, RootHandlers.class).run((context) -> {
			assertThat(context.getBean(Customizers.class).called).containsExactly("first", "second");
			assertThat(context.getBean(SocketIOServer.class).namespaces()).extracting(Namespace::name)
				.containsExactlyInAnyOrder("/", "/first", "/second");
		});
	}

	@Test
	void twoBeansMayShareANamespace() {
		this.runner.withUserConfiguration(ChatHandlers.class, MoreChatHandlers.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(SocketIOServer.class)
				.extracting(SocketIOServer::namespaces, InstanceOfAssertFactories.collection(Namespace.class))
				.extracting(Namespace::name)
				.containsExactlyInAnyOrder("/", "/chat"));
	}

	@Test
	void theEngineStopsAndStartsWithTheContext() {
		this.runner.run((context) -> {
			Lifecycle lifecycle = context.getBean(SocketIOLifecycle.class);
			context.stop();
			assertThat(lifecycle.isRunning()).isFalse();
			context.start();
			assertThat(lifecycle.isRunning()).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		private final TimerWheel timers = new TimerWheel();

		private final JsonCodec json = new JsonCodec(JsonMapper.shared(), new JsonLimits(10, 10));

		private final AdapterFactory adapters = InMemoryAdapter::new;

		private final PacketFormat format = new JsonPacketFormat(this.json);

		private final Revisions revisions = new Revisions(1);

		private final WebSocketTransport webSockets = new WebSocketTransport(new WebSocketOptions(1000, 10, 10, null));

		@Bean
		TimerWheel ownTimers() {
			return this.timers;
		}

		@Bean
		JsonCodec ownJson() {
			return this.json;
		}

		@Bean
		AdapterFactory ownAdapters() {
			return this.adapters;
		}

		@Bean
		PacketFormat ownFormat() {
			return this.format;
		}

		@Bean
		Revisions ownRevisions() {
			return this.revisions;
		}

		@Bean
		WebSocketTransport ownWebSockets() {
			return this.webSockets;
		}

		@Bean
		DefaultSocketIOServer ownServer(SocketIOProperties properties) {
			Workers workers = new Workers(Runnable::run, 1, Duration.ZERO);
			return new DefaultSocketIOServer(new OptionsMapper(properties).server(Duration.ofSeconds(5)), Map.of(),
					this.json, this.adapters, this.timers, workers, new Jobs(workers, 1, List.of()));
		}

		@Bean
		EngineServer ownEngine(DefaultSocketIOServer listener) {
			return new EngineServer(EngineOptions.DEFAULTS, this.revisions, (request) -> Mono.empty(), listener,
					this.timers);
		}

		@Bean
		EngineWebHandler ownHandler() {
			return Mockito.mock(EngineWebHandler.class);
		}

		@Bean
		LegacyWebHandler ownLegacyHandler() {
			return Mockito.mock(LegacyWebHandler.class);
		}

		@Bean
		EnginePathMapping ownMapping(EngineWebHandler handler) {
			return new EnginePathMapping(new EnginePaths("/own", true, handler, Map.of(), Map.of()));
		}

		@Bean
		HandlerMethodRegistrar ownRegistrar(ConfigurableListableBeanFactory beanFactory, DefaultSocketIOServer server) {
			return new HandlerMethodRegistrar(beanFactory,
					new HandlerMethodRegistrar.Settings(this.json, server::contextOf, Execution.AUTO, List.of(), null,
							HandshakeValues.NONE, DefaultConversionService.getSharedInstance()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> called = new ArrayList<>();

		@Bean
		@Order(2)
		SocketIOServerCustomizer second() {
			return (server) -> this.called.add(server.of("second").name().substring(1));
		}

		@Bean
		@Order(1)
		SocketIOServerCustomizer first() {
			return (server) -> this.called.add(server.of("first").name().substring(1));
		}

	}

	@SocketIONamespace
	static class RootHandlers {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

	@SocketIONamespace("/chat")
	static class ChatHandlers {

		@OnEvent("say")
		String say(String text) {
			return text;
		}

	}

	@SocketIONamespace("/chat")
	static class MoreChatHandlers {

		@OnEvent("ask")
		String ask(String text) {
			return text;
		}

	}

}
