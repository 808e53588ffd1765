package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProgramsTests {

	private static final Options ANY = Options.parse();

	@TempDir
	Path directory;

	private Path install(String program) throws IOException {
		Path file = Files.createFile(this.directory.resolve(program));
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private Programs programs() {
		return new Programs(List.of(Path.of("/nowhere"), this.directory));
	}

	@Test
	void takesTheBalancerThatIsThere() throws IOException {
		Path redis = install("redis-server");
		Path haproxy = install("haproxy");
		assertThat(programs().find(ANY)).isEqualTo(new Programs.Found(redis, Balancer.HAPROXY, haproxy));
		Path nginx = install("nginx");
		assertThat(programs().find(ANY)).isEqualTo(new Programs.Found(redis, Balancer.NGINX, nginx));
		assertThat(programs().find(Options.parse("--balancer", "haproxy")).balancerProgram()).isEqualTo(haproxy);
	}

	@Test
	void saysHowToInstallWhatIsMissing() throws IOException {
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> programs().find(ANY)).withMessage("""
				Not installed: redis-server, nginx. On Debian and Ubuntu:
				    sudo apt-get install redis-server nginx
				On macOS:
				    brew install redis nginx
				Or use containers: see samples/cluster/README.md.""");
		install("redis-server");
		install("nginx");
		assertThatExceptionOfType(LaunchException.class)
			.isThrownBy(() -> programs().find(Options.parse("--balancer", "haproxy")))
			.withMessageContaining("sudo apt-get install haproxy\n");
	}

}
