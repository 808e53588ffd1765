package io.github.socketiospring.observation;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged of events that have failed, with the logging context (MDC) of each line.
 */
final class LoggedFailures extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.socketiospring.server.event.ErrorLog");

	private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

	LoggedFailures() {
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent line) {
		line.prepareForDeferredProcessing();
		this.lines.add(line);
	}

	/** Waits for the next line, which is of an event, and returns its context. */
	Map<String, String> contextOf(String event) throws InterruptedException {
		ILoggingEvent line = this.lines.poll(20, TimeUnit.SECONDS);
		assertThat(line).isNotNull();
		assertThat(line.getFormattedMessage()).startsWith("Event '" + event + "' of socket ").endsWith(" failed");
		return line.getMDCPropertyMap();
	}

	/** Each failure is logged once. */
	void assertNoMore() {
		assertThat(this.lines).isEmpty();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		stop();
	}

}
