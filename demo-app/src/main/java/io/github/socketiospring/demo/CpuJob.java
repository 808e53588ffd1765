package io.github.socketiospring.demo;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOServer;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Measures once a second and tells everybody who watches, while anybody does.
 */
@Component
class CpuJob {

	private final Namespace viewers;

	private final CpuHistory history;

	CpuJob(SocketIOServer io, CpuHistory history) {
		this.viewers = io.of("/cpu");
		this.history = history;
	}

	@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
	void tick() {
		int count = this.viewers.sockets().size();
		if (count == 0) {
			this.history.clear();
			return;
		}
		this.viewers.volatileEmit("load", this.history.measure(), count);
	}

}
