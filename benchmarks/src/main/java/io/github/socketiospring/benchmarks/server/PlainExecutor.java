package io.github.socketiospring.benchmarks.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The JDK's thread pool as it is, instead of where the starter runs handlers: as many
 * threads at most, and a queue.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("benchmarks.plain-executor")
class PlainExecutor {

	private static final int MAX_THREADS = 256;

	@Bean(name = "socketIOHandlerExecutor", defaultCandidate = false)
	ExecutorService socketIOHandlerExecutor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>());
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
