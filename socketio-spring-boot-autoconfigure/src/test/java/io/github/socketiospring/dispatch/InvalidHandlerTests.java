package io.github.socketiospring.dispatch;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnClientError;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is refused at start-up, and what the developer reads.
 */
class InvalidHandlerTests {

	@Test
	void duplicateEvent() {
		InvalidHandlerException failure = Dispatcher.failure(FirstOfTwo.class, SecondOfTwo.class);
		assertThat(failure).hasMessageContaining("\"say\" of namespace \"/chat\" has two handlers")
			.hasMessageContaining(FirstOfTwo.class.getName() + ".say(String)")
			.hasMessageContaining(SecondOfTwo.class.getName() + ".speak()");
		assertThat(failure.action()).contains("Remove or rename");
	}

	@Test
	void privateMethod() {
		Dispatcher.checkFailure(PrivateMethod.class, "say() is private", "not private");
	}

	@Test
	void staticMethod() {
		Dispatcher.checkFailure(StaticMethod.class, "say() is static", "instance method");
	}

	@Test
	void reservedNames() {
		Dispatcher.checkFailure(Reserved.class, "\"disconnect\", a reserved name", "@OnDisconnect");
	}

	@Test
	void rateLimits() {
		Dispatcher.checkFailure(NoEvents.class, "lets no event pass", "at least 1");
		Dispatcher.checkFailure(NoBurst.class, "lets no event pass", "at least 1");
		Dispatcher.checkFailure(NoTime.class, "per \"soon\", which is no time", "\"500ms\"");
		Dispatcher.checkFailure(TooShort.class, "per \"0s\", which is no time", "\"500ms\"");
		Dispatcher.checkFailure(LimitedConnect.class, "has @RateLimit, but no @OnEvent", "only events of clients");
	}

	@Test
	void whatClientErrorsCannotTake() {
		Dispatcher.checkFailure(ClientErrorWithText.class, "has a parameter of type java.lang.String", "ClientError");
	}

	@Test
	void contradictoryLists() {
		Dispatcher.checkFailure(NothingAndSomething.class, "an initialAcl of nothing and of something",
				"NOTHING alone");
		InvalidHandlerException failure = Dispatcher.failure(OneList.class, OtherList.class);
		assertThat(failure).hasMessageContaining("two lists of allowed events", "[say]", "[shout]");
		assertThat(failure.action()).contains("one bean");
	}

	@Test
	void aListThatKeepsAConnectHandlerFromBeingCalled() {
		Dispatcher.checkFailure(Unheard.class, "[say] keeps from being called", "\"connect\"");
	}

	@Test
	void emptyNames() {
		Dispatcher.checkFailure(EmptyName.class, "event without a name", "\"*\"");
	}

	@Test
	void unresolvablePlaceholders() {
		Dispatcher.checkFailure(UnresolvableEvent.class, "${missing}", "Set the property");
		Dispatcher.checkFailure(UnresolvableNamespace.class,
				UnresolvableNamespace.class.getName() + " uses \"${missing}\"", "Set the property");
	}

	@Test
	void exceptionHandlers() {
		Dispatcher.checkFailure(NoException.class, "does not say which exceptions", "@OnEventException");
		Dispatcher.checkFailure(WrongException.class, "java.lang.Error, which is not a java.lang.RuntimeException",
				"Declare the parameter as java.lang.Error");
		Dispatcher.checkFailure(TwoForOne.class, "both handle java.lang.IllegalStateException",
				"Leave IllegalStateException to one");
	}

	@Test
	void componentWithoutNamespace() {
		Dispatcher.checkFailure(Stray.class, "Stray.say() has @OnEvent, but its class has no @SocketIONamespace",
				"Annotate " + Stray.class.getName() + " with @SocketIONamespace");
		Dispatcher.checkFailure(StrayAdvice.class, "has @OnConnect", "@SocketIONamespace");
	}

	@Test
	void invisibleThroughAnInterfaceProxy() {
		InvalidHandlerException failure = Dispatcher.failure(InterfaceProxies.class, Invisible.class);
		assertThat(failure).hasMessageContaining("Invisible.say() is not visible");
		assertThat(failure.action()).contains("proxyTargetClass = true");
	}

	@Test
	void finalBehindAClassProxy() {
		InvalidHandlerException failure = Dispatcher.failure(ClassProxies.class, FinalMethod.class);
		assertThat(failure).hasMessageContaining("FinalMethod.say() is final");
		assertThat(failure.action()).contains("kotlin-spring");
	}

	@SocketIONamespace("/chat")
	static class FirstOfTwo {

		@OnEvent("say")
		void say(String text) {
		}

	}

	@SocketIONamespace("chat")
	static class SecondOfTwo {

		@OnEvent("say")
		void speak() {
		}

	}

	@SocketIONamespace
	static class PrivateMethod {

		@OnEvent("say")
		private void say() {
		}

	}

	@SocketIONamespace
	static class StaticMethod {

		@OnEvent("say")
		static void say() {
		}

	}

	@SocketIONamespace
	static class Reserved {

		@OnEvent("disconnect")
		void left() {
		}

	}

	@SocketIONamespace
	static class EmptyName {

		@OnEvent("${missing:}")
		void say() {
		}

	}

	@SocketIONamespace
	static class UnresolvableEvent {

		@OnEvent("${missing}")
		void say() {
		}

	}

	@SocketIONamespace("${missing}")
	static class UnresolvableNamespace {

	}

	@SocketIONamespace
	static class NoException {

		@OnEventException
		void failed(Socket socket) {
		}

	}

	@SocketIONamespace
	static class WrongException {

		@OnEventException(Error.class)
		void failed(RuntimeException ex) {
		}

	}

	@SocketIONamespace
	static class TwoForOne {

		@OnEventException
		void one(IllegalStateException ex) {
		}

		@OnEventException(IllegalStateException.class)
		void two() {
		}

	}

	@Component
	static class Stray {

		@OnEvent("say")
		void say() {
		}

	}

	@SocketIOAdvice
	static class StrayAdvice {

		@OnEventException
		void failed(RuntimeException ex) {
		}

		@OnConnect
		void joined() {
		}

	}

	interface Greeting {

		void greet();

	}

	@SocketIONamespace
	static class Invisible implements Greeting {

		@Override
		public void greet() {
		}

		@OnEvent("say")
		public void say() {
		}

	}

	@SocketIONamespace
	static class FinalMethod {

		@OnEvent("say")
		public final void say() {
		}

		@OnEvent("other")
		public void other() {
		}

	}

	@Aspect
	abstract static class Advising {

		@Before("within(io.github.socketiospring.dispatch.InvalidHandlerTests.*)")
		void called() {
		}

	}

	@Aspect
	@EnableAspectJAutoProxy
	static class InterfaceProxies extends Advising {

	}

	@Aspect
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ClassProxies extends Advising {

	}

	@SocketIONamespace
	static class NoEvents {

		@OnEvent("say")
		@RateLimit(events = 0)
		void say() {
		}

	}

	@SocketIONamespace
	@RateLimit(events = 1, burst = -1)
	static class NoBurst {

		@OnEvent("say")
		void say() {
		}

	}

	@SocketIONamespace
	static class NoTime {

		@OnEvent("say")
		@RateLimit(events = 1, per = "soon")
		void say() {
		}

	}

	@SocketIONamespace
	static class TooShort {

		@OnEvent("say")
		@RateLimit(events = 1, per = "0s")
		void say() {
		}

	}

	@SocketIONamespace
	static class LimitedConnect {

		@OnConnect
		@RateLimit(events = 1)
		void joined() {
		}

	}

	@SocketIONamespace
	static class ClientErrorWithText {

		@OnClientError
		void failed(String reason) {
		}

	}

	@SocketIONamespace(initialAcl = { SocketIONamespace.NOTHING, "say" })
	static class NothingAndSomething {

	}

	@SocketIONamespace(initialAcl = "say")
	static class Unheard {

		@OnConnect
		void joined() {
		}

	}

	@SocketIONamespace(initialAcl = "say")
	static class OneList {

	}

	@SocketIONamespace(initialAcl = "shout")
	static class OtherList {

	}

}
