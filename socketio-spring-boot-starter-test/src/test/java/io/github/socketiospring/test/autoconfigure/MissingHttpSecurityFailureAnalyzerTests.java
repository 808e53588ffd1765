package io.github.socketiospring.test.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MissingHttpSecurityFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingHttpSecurityFailureAnalyzerTests {

	private static final String ADVICE = "Put @EnableMethodSecurity on a configuration class of its own";

	private static void fail(Class<?> testClass) {
		assertThatIllegalStateException()
			.isThrownBy(() -> new TestContextManager(testClass).getTestContext().getApplicationContext());
	}

	@Test
	void aSliceOfAServletApplicationSaysWhatToDo(CapturedOutput output) {
		fail(Slice.class);
		assertThat(output)
			.contains("Parameter 0 of method filterChain in " + Slice.Security.class.getName(),
					"requires a bean of type '" + HttpSecurity.class.getName() + "', and there is none: @SocketIOTest",
					ADVICE, "@AutoConfigureSocketIOTestClient")
			.doesNotContain("Consider defining a bean");
	}

	@Test
	void otherTestsAreLeftToBoot(CapturedOutput output) {
		fail(Whole.class);
		assertThat(output).contains("Consider defining a bean of type '" + HttpSecurity.class.getName())
			.doesNotContain(ADVICE);
	}

	@Test
	void otherBeansAndOtherContextsAreLeftToBoot() {
		MissingHttpSecurityFailureAnalyzer analyzer = new MissingHttpSecurityFailureAnalyzer(
				new DefaultListableBeanFactory(),
				new MockEnvironment().withProperty("spring.boot.enableautoconfiguration", "false"));
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException(Runnable.class))).isNull();
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException("name"))).isNull();
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException(HttpSecurity.class))).isNull();
	}

	@SocketIOTest
	@ContextConfiguration(classes = Slice.Security.class)
	static class Slice {

		// No @Configuration: the other slices would find it.
		@EnableMethodSecurity
		static class Security {

			@Bean
			SecurityFilterChain filterChain(HttpSecurity http) {
				return http.build();
			}

		}

	}

	@SpringBootTest(classes = Whole.Security.class, properties = "spring.main.web-application-type=reactive")
	@AutoConfigureSocketIOTestClient
	static class Whole {

		static class Security {

			@Bean
			SecurityFilterChain filterChain(HttpSecurity http) {
				return http.build();
			}

		}

	}

}
