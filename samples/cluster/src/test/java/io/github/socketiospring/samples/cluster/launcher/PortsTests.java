package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PortsTests {

	@Test
	void saysWhatToDoIfThePortIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Ports.require(port))
				.withMessageStartingWith("Port " + port + " is taken.")
				.withMessageContaining("samples/cluster/run --port ");
			assertThat(Ports.after(port - 1, 4)).hasSize(4).doesNotContain(port).isSorted();
			assertThat(Ports.isOpen(port)).isTrue();
		}
	}

}
