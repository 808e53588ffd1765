package io.github.socketiospring.autoconfigure;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.JobDecorator;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.engine.EngineListener;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.RevisionChooser;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.SessionIdGenerator;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.PacketProtocol;
import io.github.socketiospring.server.ServerUsers;
import io.github.socketiospring.server.event.ErrorLog;
import io.github.socketiospring.server.event.EventSettings;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.HandlerThreads;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.transport.forward.ServerIdentity;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.function.SingletonSupplier;

/**
 * The server, whatever the web stack that it is served by.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ SocketIOProperties.class, SocketIOAdapterProperties.class,
		SocketIORateLimitProperties.class })
@Import({ TransportConfiguration.class, LegacyConfiguration.class, PolicyServerConfiguration.class,
		SecurityContextConfiguration.class, AuthenticationConfiguration.class, HooksConfiguration.class })
class ServerConfiguration {

	/** The name of the bean that runs handlers that may block. */
	static final String HANDLER_EXECUTOR = "socketIOHandlerExecutor";

	private final OptionsMapper options;

	ServerConfiguration(SocketIOProperties properties) {
		this.options = new OptionsMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	TimerWheel socketIOTimers() {
		return new TimerWheel();
	}

	@Bean
	@ConditionalOnMissingBean
	JsonCodec socketIOJsonCodec(ObjectProvider<JsonMapper> mapper) {
		return new JsonCodec(mapper.getIfAvailable(JsonMapper::shared), this.options.json());
	}

	@Bean
	@ConditionalOnMissingBean
	PacketFormat socketIOPacketFormat(JsonCodec json) {
		return this.options.packetFormat(json);
	}

	@Bean
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(TimerWheel timers, SocketIOAdapterProperties adapter) {
		if (adapter.type() == SocketIOAdapterProperties.Type.POSTGRES) {
			throw MissingAdapterException.postgres();
		}
		if (adapter.type() != SocketIOAdapterProperties.Type.MEMORY) {
			throw MissingAdapterException.redis(adapter.type().propertyValue());
		}
		RecoveryLimits limits = this.options.recoveryLimits();
		InstantSource time = timers.time();
		return this.options.recovers() ? InMemoryAdapter.recovering(limits, time) : InMemoryAdapter::new;
	}

	/**
	 * Not a candidate by type, or Boot would not create the application's own executor.
	 * At its end, the workers have waited for handlers: those that still run are
	 * interrupted.
	 */
	@Bean(name = HANDLER_EXECUTOR, defaultCandidate = false, destroyMethod = "shutdownNow")
	@ConditionalOnMissingBean(name = HANDLER_EXECUTOR)
	@ConditionalOnThreading(Threading.PLATFORM)
	HandlerThreads socketIOHandlerExecutor() {
		return new HandlerThreads();
	}

	@Bean(name = HANDLER_EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = HANDLER_EXECUTOR)
	@ConditionalOnThreading(Threading.VIRTUAL)
	SimpleAsyncTaskExecutor socketIOVirtualHandlerExecutor() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(HandlerThreads.NAME_PREFIX);
		executor.setVirtualThreads(true);
		// It interrupts them only if there is a time-out.
		executor.setTaskTerminationTimeout(1);
		return executor;
	}

	/** Other executors have limits of their own, and virtual threads need none. */
	@Bean
	@ConditionalOnMissingBean
	Workers socketIOWorkers(@Qualifier(HANDLER_EXECUTOR) Executor executor) {
		return new Workers(executor,
				(executor instanceof HandlerThreads) ? this.options.maxHandlerThreads() : Integer.MAX_VALUE,
				this.options.handlerShutdownTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	Jobs socketIOJobs(Workers workers, ObjectProvider<JobDecorator> decorators) {
		return new Jobs(workers, this.options.maxJobsPerSocket(), decorators.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOErrorHandler socketIOErrorHandler() {
		return new ErrorLog();
	}

	@Bean
	@ConditionalOnMissingBean
	EventSettings socketIOEventSettings(SocketIOProperties properties, SocketIORateLimitProperties rateLimits,
			SocketIOErrorHandler errorHandler, ObjectProvider<AclProvider> aclProviders,
			ObjectProvider<EventWatcher> watchers, ObjectProvider<AccessDenials> denials) {
		return new EventSettings(errorHandler, properties.handlers().answerErrors(),
				aclProviders.orderedStream().toList(), watchers.orderedStream().toList(),
				new RateLimitsMapper(rateLimits).rateLimits(), denials.getIfAvailable(() -> (exception) -> false));
	}

	@Bean
	@ConditionalOnMissingBean(SocketIOServer.class)
	DefaultSocketIOServer socketIOServer(Revisions revisions,
			@Qualifier(LegacyConfiguration.REVISION) ObjectProvider<ProtocolRevision> legacy, PacketFormat format,
			JsonCodec json, AdapterFactory adapters, TimerWheel timers, Workers workers, Jobs jobs,
			EventSettings events, SocketIOAdapterProperties adapter) {
		Map<ProtocolRevision, PacketProtocol> protocols = revisions.assign(PacketProtocol.protocol5(format),
				PacketProtocol.protocol4(format));
		legacy.ifAvailable((revision) -> protocols.put(revision, PacketProtocol.protocol1(json)));
		return new DefaultSocketIOServer(this.options.server(new AdapterOptionsMapper(adapter).requestTimeout()),
				protocols, json, adapters, timers, workers, jobs, events);
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOUsers socketIOUsers(ObjectProvider<DefaultSocketIOServer> server) {
		return new ServerUsers(server::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	HandlerMethodRegistrar socketIOHandlerMethodRegistrar(ConfigurableListableBeanFactory beanFactory, JsonCodec json,
			ObjectProvider<DefaultSocketIOServer> server, SocketIOProperties properties, KeptValues values,
			ObjectProvider<HandlerMethodArgumentResolver> resolvers, WebStack web) {
		SingletonSupplier<DefaultSocketIOServer> own = SingletonSupplier.of(server::getObject);
		return new HandlerMethodRegistrar(beanFactory,
				new HandlerMethodRegistrar.Settings(json, (socket) -> own.obtain().contextOf(socket),
						execution(properties), resolvers.orderedStream().toList(), web.validator(), values,
						web.conversions()));
	}

	private static Execution execution(SocketIOProperties properties) {
		return switch (properties.handlers().execution()) {
			case AUTO -> Execution.AUTO;
			case EVENT_LOOP -> Execution.EVENT_LOOP;
		};
	}

	@Bean
	HandlerRegistration socketIOHandlerRegistration(ObjectProvider<DefaultSocketIOServer> server,
			HandlerMethodRegistrar registrar, ObjectProvider<SocketIOServerCustomizer> customizers) {
		return new HandlerRegistration(server, registrar, customizers);
	}

	@Bean
	@ConditionalOnMissingBean
	Revisions socketIORevisions() {
		return new Revisions(this.options.engine().maxPacketsPerPayload(), this.options.servesEio3());
	}

	@Bean
	@ConditionalOnMissingBean
	EngineServer socketIOEngine(RevisionChooser revisions, ObjectProvider<RequestFilter> filters,
			SessionIdGenerator ids, ObjectProvider<ServerIdentity> identity, ObjectProvider<EngineListener> listener,
			TimerWheel timers, ObjectProvider<EngineWatcher> watchers) {
		ServerIdentity own = identity.getIfAvailable();
		return new EngineServer(this.options.engine(), revisions, new RequestFilters(filters.orderedStream().toList()),
				(own != null) ? own.naming(ids) : ids, listener.getIfAvailable(() -> ServerConfiguration::refuse),
				timers, EngineWatcher.all(watchers.orderedStream().toList()));
	}

	/** Where the application has replaced the server, as tests do with a mock. */
	private static SessionListener refuse(EngineSession session) {
		throw new IllegalStateException("The SocketIOServer bean of this application takes no clients");
	}

	@Bean
	EventPublication socketIOEventPublication(ApplicationContext context,
			ObjectProvider<DefaultSocketIOServer> server) {
		return new EventPublication(context, server.getIfAvailable());
	}

	@Bean
	AdapterLifecycle socketIOAdapterLifecycle(TimerWheel timers, ObjectProvider<DefaultSocketIOServer> server,
			SocketIOAdapterProperties adapter) {
		return new AdapterLifecycle(timers, server.getIfAvailable(),
				PropertyChecks.positive("adapter.start-timeout", adapter.startTimeout()));
	}

	@Bean
	SocketIOLifecycle socketIOLifecycle(EngineServer engine, ObjectProvider<DefaultSocketIOServer> server, WebStack web,
			SocketIOProperties properties, Environment environment, SocketIOAdapterProperties adapter,
			ObjectProvider<AdapterCounters> cluster) {
		return new SocketIOLifecycle(engine, server.getIfAvailable(),
				new ShutdownMapper(properties, environment).drain(), web.basePath() + this.options.path(),
				this.options.clients(),
				cluster.stream().findAny().isPresent() ? new AdapterOptionsMapper(adapter).describe() : null);
	}

}
