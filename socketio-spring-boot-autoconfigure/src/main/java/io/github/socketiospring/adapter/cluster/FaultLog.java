package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts faults of one kind, and logs one of them a minute at most: whoever writes to a
 * channel must not fill the disk. Safe for use by any thread.
 */
public final class FaultLog {

	private static final Log logger = LogFactory.getLog(FaultLog.class);

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private static final int MAX_LENGTH = 300;

	private final String what;

	private final AtomicLong count = new AtomicLong();

	private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());

	/**
	 * Creates a log of no faults.
	 * @param what what has happened, the beginning of each log line
	 */
	public FaultLog(String what) {
		this.what = what;
	}

	/**
	 * Counts a fault.
	 * @param details more about it, for the log
	 */
	public void add(Supplier<String> details) {
		long number = this.count.incrementAndGet();
		long now = System.nanoTime();
		long until = this.silentUntil.get();
		if (now - until >= 0 && this.silentUntil.compareAndSet(until, now + PAUSE)) {
			logger.warn(this.what + " (" + number + " so far, more are not logged for a minute): "
					+ printable(details.get()));
		}
	}

	/**
	 * Counts a fault that the log has been told of by somebody else.
	 */
	public void addUnlogged() {
		this.count.incrementAndGet();
	}

	/** What others have sent must not look like other lines of the log. */
	private static String printable(String text) {
		String part = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
		return part.replaceAll("\\p{Cntrl}", "?");
	}

	/**
	 * Returns how many faults there were.
	 * @return the number
	 */
	public long count() {
		return this.count.get();
	}

}
