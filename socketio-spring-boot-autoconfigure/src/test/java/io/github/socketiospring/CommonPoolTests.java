package io.github.socketiospring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Nothing runs on the common pool, tests included: with two processors it has one thread,
 * which blocking tasks keep from everybody else.
 */
@AnalyzeClasses(packages = "io.github.socketiospring")
class CommonPoolTests {

	private static final DescribedPredicate<JavaAccess<?>> WITHOUT_EXECUTOR = DescribedPredicate
		.describe("runs something asynchronously without an executor", CommonPoolTests::isWithoutExecutor);

	@ArchTest
	static final ArchRule completableFuturesHaveExecutors = noClasses().should().accessTargetWhere(WITHOUT_EXECUTOR);

	private static boolean isWithoutExecutor(JavaAccess<?> access) {
		return access.getTargetOwner().isEquivalentTo(CompletableFuture.class) && access.getName().endsWith("Async")
				&& access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
				&& target.getRawParameterTypes().stream().noneMatch((type) -> type.isEquivalentTo(Executor.class));
	}

}
