package io.github.socketiospring.demo;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.stereotype.Component;

/**
 * How busy the machine and this application were during the last minute. Safe for use by
 * any thread.
 */
@Component
class CpuHistory {

	static final int MAX_SAMPLES = 60;

	private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final Deque<Sample> samples = new ArrayDeque<>(MAX_SAMPLES);

	CpuHistory() {
		// What the first call says is of no meaning: there is no time it could be about.
		this.system.getCpuLoad();
		this.system.getProcessCpuLoad();
	}

	synchronized Sample measure() {
		Sample sample = new Sample(Instant.now(), share(this.system.getCpuLoad()),
				share(this.system.getProcessCpuLoad()));
		if (this.samples.size() == MAX_SAMPLES) {
			this.samples.removeFirst();
		}
		this.samples.addLast(sample);
		return sample;
	}

	synchronized List<Sample> samples() {
		return List.copyOf(this.samples);
	}

	/** Nobody has measured since then, so there is a gap. */
	synchronized void clear() {
		this.samples.clear();
	}

	int processors() {
		return this.system.getAvailableProcessors();
	}

	/** Not known yet, or not on this system, is less than zero. */
	private static double share(double load) {
		return (load > 0) ? Math.min(load, 1) : 0;
	}

	/**
	 * One measurement.
	 *
	 * @param at when
	 * @param system the share of all processors that was busy, from 0 to 1
	 * @param application the share of all processors that this application has used
	 */
	record Sample(Instant at, double system, double application) {
	}

}
