package io.github.socketiospring.demo;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.demo.CpuController.Graph;
import io.github.socketiospring.demo.CpuHistory.Sample;
import io.github.socketiospring.test.ReceivedEvent;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@SocketIOTest(CpuController.class)
@Import(CpuHistory.class)
class CpuTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private SocketIOServer io;

	@Autowired
	private CpuHistory history;

	private CpuJob job;

	/** Not a bean here, so that it ticks when the test says so. */
	@BeforeEach
	void create() {
		this.job = new CpuJob(this.io, this.history);
		this.history.clear();
	}

	@Test
	void everybodyWhoWatchesIsTold() {
		SocketIOTestClient ada = this.clients.connect("/cpu");
		SocketIOTestClient bob = this.clients.connect("/cpu");
		// Until then there may be something to write, and volatile events are dropped.
		ada.await("history");
		bob.await("history");
		this.job.tick();
		ReceivedEvent load = ada.await("load");
		Sample sample = load.get(0, Sample.class);
		assertThat(sample.system()).isBetween(0.0, 1.0);
		assertThat(sample.application()).isBetween(0.0, 1.0);
		assertThat(load.get(1, Integer.class)).isEqualTo(2);
		assertThat(bob.await("load").get(0, Sample.class)).isEqualTo(sample);
	}

	@Test
	void whoComesLaterSeesWhatTheOthersHaveSeen() {
		SocketIOTestClient ada = this.clients.connect("/cpu");
		Graph empty = ada.await("history").get(0, Graph.class);
		assertThat(empty.processors()).isPositive();
		assertThat(empty.samples()).isEmpty();
		this.job.tick();
		this.job.tick();
		assertThat(this.clients.connect("/cpu").await("history").get(0, Graph.class).samples())
			.isEqualTo(this.history.samples())
			.hasSize(2);
	}

	@Test
	void nothingIsMeasuredWhileNobodyWatches() {
		SocketIOTestClient ada = this.clients.connect("/cpu");
		this.job.tick();
		ada.close();
		// In another namespace, and there when the first client has gone.
		this.clients.connect("/").settle();
		this.job.tick();
		assertThat(this.history.samples()).isEmpty();
	}

	@Test
	void aMinuteIsKept() {
		for (int i = 0; i < CpuHistory.MAX_SAMPLES + 5; i++) {
			this.history.measure();
		}
		assertThat(this.history.samples()).hasSize(CpuHistory.MAX_SAMPLES);
	}

}
