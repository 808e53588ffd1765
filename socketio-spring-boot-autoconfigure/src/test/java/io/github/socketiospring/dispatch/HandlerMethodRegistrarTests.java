package io.github.socketiospring.dispatch;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Which beans and methods are found, and how they are called.
 */
class HandlerMethodRegistrarTests {

	@Test
	void registersByNamespace() {
		try (Dispatcher dispatcher = Dispatcher.of(Root.class, Chat.class, MoreChat.class)) {
			assertThat(dispatcher.namespaces()).containsOnlyKeys("/", "/chat");
			assertThat(dispatcher.namespace("/").events).containsOnlyKeys("hello");
			assertThat(dispatcher.namespace("/chat").events).containsOnlyKeys("say", "shout");
			assertThat(dispatcher.namespace("/chat").connect).hasSize(1);
			assertThat(dispatcher.namespace("/chat").disconnect).hasSize(1);
			assertThat(dispatcher.namespace("/chat").disconnecting).isEmpty();
		}
	}

	@Test
	void beansOfTheSameNamespaceHaveNamesOfTheirOwn() {
		try (Dispatcher dispatcher = Dispatcher.of(Chat.class, MoreChat.class, Named.class)) {
			assertThat(dispatcher.context.getBeanNamesForType(Chat.class))
				.containsExactly("handlerMethodRegistrarTests.Chat");
			assertThat(dispatcher.context.getBeanNamesForType(Named.class)).containsExactly("named");
		}
	}

	@Test
	void beanMayServeSeveralNamespaces() {
		try (Dispatcher dispatcher = Dispatcher.of(Several.class)) {
			assertThat(dispatcher.namespaces()).containsOnlyKeys("/one", "/two");
			assertThat(dispatcher.namespace("/one").events).containsOnlyKeys("say");
			assertThat(dispatcher.namespace("/two").events).containsOnlyKeys("say");
		}
	}

	@Test
	void resolvesPlaceholders() throws Throwable {
		Dispatcher started = new Dispatcher().property("ns", "admin").property("ev", "kick").start(Placeholders.class);
		try (Dispatcher dispatcher = started) {
			assertThat(dispatcher.namespaces()).containsOnlyKeys("/admin");
			assertThat(dispatcher.namespace("/admin").events).containsOnlyKeys("kick", "fallback");
		}
	}

	@Test
	void findsMetaAnnotations() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Composed.class)) {
			assertThat(dispatcher.namespace("/composed").events).containsOnlyKeys("get:users");
		}
	}

	@Test
	void findsInheritedAndInterfaceMethodsOnce() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Inheriting.class)) {
			assertThat(dispatcher.namespace("/").events).containsOnlyKeys("inherited", "overridden", "declared",
					"default");
			assertThat(dispatcher.send("[\"overridden\"]").answers()).containsExactly(List.of("sub"));
			assertThat(dispatcher.send("[\"declared\"]").answers()).containsExactly(List.of("declared"));
			assertThat(dispatcher.send("[\"default\"]").answers()).containsExactly(List.of("default"));
		}
	}

	@Test
	void lifecycleHandlersFollowTheOrder() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(OrderedHandlers.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(Log.class).entries).containsExactly("first 1", "first 2", "second", "last");
		}
	}

	@Test
	void lazyBeanIsCreatedByItsFirstEvent() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(LazyHandlers.class)) {
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("lazyHandlers")).isFalse();
			dispatcher.send("[\"count\"]");
			assertThat(dispatcher.send("[\"count\"]").answers()).containsExactly(List.of(2));
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("lazyHandlers")).isTrue();
		}
	}

	@Test
	void lazyBeanBehindAnInterfaceProxy() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(InterfaceProxies.class, LazyService.class)) {
			assertThat(dispatcher.send("[\"serve\"]").answers()).containsExactly(List.of("served"));
			assertThat(AopUtils.isJdkDynamicProxy(dispatcher.bean(Service.class))).isTrue();
			assertThat(dispatcher.bean(InterfaceProxies.class).calls).hasValue(1);
		}
	}

	@Test
	void prototypeIsCreatedForEachEvent() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Prototype.class)) {
			dispatcher.send("[\"count\"]");
			assertThat(dispatcher.send("[\"count\"]").answers()).containsExactly(List.of(1));
		}
	}

	@Test
	void scopedProxyIsCalledAndFoundOnce() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(ScopedPrototype.class)) {
			dispatcher.send("[\"count\"]");
			assertThat(dispatcher.send("[\"count\"]").answers()).containsExactly(List.of(1));
		}
	}

	@Test
	void aspectsOfClassProxiesApply() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(ClassProxies.class, Root.class)) {
			assertThat(AopUtils.isCglibProxy(dispatcher.bean(Root.class))).isTrue();
			assertThat(dispatcher.send("[\"hello\"]").answers()).containsExactly(List.of("hello"));
			assertThat(dispatcher.bean(ClassProxies.class).calls).hasValue(1);
		}
	}

	@Test
	void aspectsOfInterfaceProxiesApply() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(InterfaceProxies.class, ServiceHandlers.class)) {
			assertThat(AopUtils.isJdkDynamicProxy(dispatcher.bean(Service.class))).isTrue();
			assertThat(dispatcher.send("[\"serve\"]").answers()).containsExactly(List.of("served"));
			assertThat(dispatcher.bean(InterfaceProxies.class).calls).hasValue(1);
		}
	}

	@Test
	void proxyMadeByTheApplication() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(OwnProxy.class)) {
			assertThat(dispatcher.send("[\"serve\"]").answers()).containsExactly(List.of("served"));
		}
	}

	@Test
	void ignoresOtherBeans() {
		try (Dispatcher dispatcher = Dispatcher.of(Plain.class)) {
			assertThat(dispatcher.namespaces()).isEmpty();
		}
	}

	@Test
	void adviceAppliesToAllNamespaces() {
		try (Dispatcher dispatcher = Dispatcher.of(Chat.class, LastAdvice.class, FirstAdvice.class)) {
			assertThat(dispatcher.namespaces()).containsOnlyKeys("/chat", "*");
			assertThat(dispatcher.namespace("/chat").exceptions).isEmpty();
			assertThat(dispatcher.namespace("*").exceptions)
				.extracting((handler) -> handler.handles(new IllegalStateException()))
				.containsExactly(true, false);
		}
	}

	@Test
	void autoRunsReactiveMethodsOnTheEventLoop() {
		try (Dispatcher dispatcher = Dispatcher.of(Executions.class)) {
			assertThat(dispatcher.handler("plain").runsOnEventLoop()).isFalse();
			assertThat(dispatcher.handler("reactive").runsOnEventLoop()).isTrue();
			assertThat(dispatcher.handler("loop").runsOnEventLoop()).isTrue();
			assertThat(dispatcher.handler("blocking").runsOnEventLoop()).isFalse();
			assertThat(dispatcher.namespace("/").connect).extracting((handler) -> handler.runsOnEventLoop())
				.containsExactlyInAnyOrder(false, true);
		}
	}

	@Test
	void settingChangesWhatAutoMeans() {
		try (Dispatcher dispatcher = new Dispatcher().execution(Execution.EVENT_LOOP).start(Executions.class)) {
			assertThat(dispatcher.handler("plain").runsOnEventLoop()).isTrue();
			assertThat(dispatcher.handler("blocking").runsOnEventLoop()).isFalse();
			assertThat(dispatcher.namespace("/").connect).allMatch((handler) -> handler.runsOnEventLoop());
		}
		try (Dispatcher dispatcher = new Dispatcher().execution(Execution.BLOCKING).start(Executions.class)) {
			assertThat(dispatcher.handler("reactive").runsOnEventLoop()).isFalse();
			assertThat(dispatcher.handler("loop").runsOnEventLoop()).isTrue();
		}
	}

	@SocketIONamespace
	static class Root {

		@OnEvent("hello")
		String hello() {
			return "hello";
		}

	}

	@SocketIONamespace("/chat")
	static class Chat {

		@OnEvent("say")
		void say() {
		}

		@OnConnect
		void joined(Socket socket) {
		}

	}

	@SocketIONamespace("chat")
	static class MoreChat {

		@OnEvent("shout")
		void shout() {
		}

		@OnDisconnect
		void left(Socket socket) {
		}

	}

	@SocketIONamespace(value = "/chat", beanName = "named")
	static class Named {

	}

	@SocketIONamespace({ "/one", "/two" })
	static class Several {

		@OnEvent("say")
		void say() {
		}

	}

	@SocketIONamespace("${ns}")
	static class Placeholders {

		@OnEvent("${ev}")
		void event() {
		}

		@OnEvent("${none:fallback}")
		void other() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SocketIONamespace("/composed")
	@interface ComposedNamespace {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@OnEvent("")
	@interface OnGet {

		@AliasFor(annotation = OnEvent.class, attribute = "value")
		String event();

	}

	@ComposedNamespace
	static class Composed {

		@OnGet(event = "get:users")
		void users() {
		}

	}

	interface Declaring {

		@OnEvent("declared")
		String declared();

		@OnEvent("default")
		default String byDefault() {
			return "default";
		}

	}

	abstract static class Base {

		@OnEvent("inherited")
		void inherited() {
		}

		@OnEvent("overridden")
		String overridden() {
			return "base";
		}

	}

	@SocketIONamespace
	static class Inheriting extends Base implements Declaring {

		@Override
		String overridden() {
			return "sub";
		}

		@Override
		public String declared() {
			return "declared";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedHandlers {

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		Last last(Log log) {
			return new Last(log);
		}

		@Bean
		@Order(2)
		Second second(Log log) {
			return new Second(log);
		}

		@Bean
		First first(Log log) {
			return new First(log);
		}

	}

	static class Log {

		final List<String> entries = new ArrayList<>();

	}

	@SocketIONamespace
	record Last(Log log) {

		@OnConnect
		void joined() {
			this.log.entries.add("last");
		}

	}

	@SocketIONamespace
	record Second(Log log) {

		@OnConnect
		void joined() {
			this.log.entries.add("second");
		}

	}

	@SocketIONamespace
	@Order(1)
	record First(Log log) {

		@OnConnect
		@Order(2)
		void joined2() {
			this.log.entries.add("first 2");
		}

		@OnConnect
		@Order(1)
		void joined1() {
			this.log.entries.add("first 1");
		}

	}

	abstract static class Counting {

		private int count;

		@OnEvent("count")
		int count() {
			return ++this.count;
		}

	}

	@SocketIONamespace(beanName = "lazyHandlers")
	@Lazy
	static class LazyHandlers extends Counting {

	}

	@SocketIONamespace
	@Scope("prototype")
	static class Prototype extends Counting {

	}

	@SocketIONamespace
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedPrototype extends Counting {

	}

	interface Service {

		String serve();

	}

	@SocketIONamespace
	static class ServiceHandlers implements Service {

		@Override
		@OnEvent("serve")
		public String serve() {
			return "served";
		}

	}

	@SocketIONamespace
	@Lazy
	static class LazyService extends ServiceHandlers {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProxy {

		@Bean
		Service service() {
			return (Service) new ProxyFactory(new ServiceHandlers()).getProxy();
		}

	}

	@Aspect
	abstract static class CallCounter {

		final AtomicInteger calls = new AtomicInteger();

		@Before("@annotation(io.github.socketiospring.annotation.OnEvent)")
		void called() {
			this.calls.incrementAndGet();
		}

	}

	@Aspect
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ClassProxies extends CallCounter {

	}

	@Aspect
	@EnableAspectJAutoProxy
	static class InterfaceProxies extends CallCounter {

	}

	static class Plain {

		@OnEvent("never")
		void never() {
		}

	}

	@SocketIOAdvice
	@Order(1)
	static class FirstAdvice {

		@OnEventException
		void failed(IllegalStateException ex) {
		}

	}

	@SocketIOAdvice
	static class LastAdvice {

		@OnEventException
		void failed(IllegalArgumentException ex) {
		}

	}

	@SocketIONamespace
	static class Executions {

		@OnEvent("plain")
		void plain() {
		}

		@OnEvent("reactive")
		Mono<Void> reactive() {
			return Mono.empty();
		}

		@OnEvent(value = "loop", execution = Execution.EVENT_LOOP)
		void loop() {
		}

		@OnEvent(value = "blocking", execution = Execution.BLOCKING)
		Mono<Void> blocking() {
			return Mono.empty();
		}

		@OnConnect
		void joined() {
		}

		@OnConnect
		Mono<Void> joinedReactively() {
			return Mono.empty();
		}

	}

}
