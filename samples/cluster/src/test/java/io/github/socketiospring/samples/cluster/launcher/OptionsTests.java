package io.github.socketiospring.samples.cluster.launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OptionsTests {

	@Test
	void hasDefaults() {
		assertThat(Options.parse()).isEqualTo(new Options(8080, null));
	}

	@Test
	void takesWhatIsSaid() {
		assertThat(Options.parse("--balancer", "HAProxy", "--port", "9000"))
			.isEqualTo(new Options(9000, Balancer.HAPROXY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "65001", "999999", "-1", "http", "" })
	void refusesWhatIsNoPort(String port) {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Options.parse("--port", port))
			.withMessage("--port takes a number from 1 to 65000, not " + port + ".");
	}

	@Test
	void refusesOtherBalancers() {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Options.parse("--balancer", "traefik"))
			.withMessage("--balancer takes nginx or haproxy, not traefik.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--prot", "8080", "--port" })
	void saysWhatThereIs(String option) {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Options.parse(option))
			.withMessageContaining(option)
			.withMessageEndingWith(Options.USAGE);
	}

}
