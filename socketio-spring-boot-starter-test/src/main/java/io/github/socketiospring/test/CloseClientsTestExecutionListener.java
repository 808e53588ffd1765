package io.github.socketiospring.test;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Closes the clients that a test method has opened when it is over, and those of a test
 * class, such as of {@code @BeforeAll}, when that is over. Comes before listeners that
 * reset mocks, which handlers may still need.
 */
final class CloseClientsTestExecutionListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void beforeTestClass(TestContext testContext) {
		OpenClients.current(testContext.getTestClass());
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		OpenClients.current(new Method(testContext.getTestInstance(), testContext.getTestMethod().toString()));
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		OpenClients.current(testContext.getTestClass());
		OpenClients.close(new Method(testContext.getTestInstance(), testContext.getTestMethod().toString()));
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		OpenClients.current(null);
		OpenClients.close(testContext.getTestClass());
	}

	/**
	 * A test method.
	 *
	 * @param instance the object it is called on
	 * @param name which method it is
	 */
	private record Method(Object instance, String name) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Method method && method.instance == this.instance && method.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.instance);
		}

	}

}
