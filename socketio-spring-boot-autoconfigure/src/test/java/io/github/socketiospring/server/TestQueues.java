package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;
import org.reactivestreams.Publisher;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.withSettings;

/**
 * What an {@link EventQueue} needs, without a server.
 */
final class TestQueues {

	private TestQueues() {
	}

	static Client client(Workers workers, Executor eventLoop) {
		DefaultSocketIOServer server = Mockito.mock(DefaultSocketIOServer.class, withSettings().stubOnly());
		given(server.workers()).willReturn(workers);
		given(server.timers()).willReturn(new TimerWheel());
		given(server.options())
			.willReturn(new ServerOptions(Duration.ofSeconds(1), DecoderLimits.DEFAULTS, 1, 1, 1, 1_000_000));
		Client client = Mockito.mock(Client.class, withSettings().stubOnly());
		given(client.server()).willReturn(server);
		given(client.eventLoop()).willReturn(eventLoop);
		return client;
	}

	static SocketTask task(boolean onEventLoop, Runnable action, Consumer<Throwable> failed) {
		return new Task(onEventLoop, () -> {
			action.run();
			return null;
		}, (ex) -> {
			failed.accept(ex);
			return null;
		});
	}

	/**
	 * A task made of parts.
	 */
	record Task(boolean runsOnEventLoop, Action action, FailureAction failure) implements SocketTask {

		@Override
		public @Nullable Publisher<?> run() throws Exception {
			return this.action.run();
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return this.failure.failed(exception);
		}

	}

	@FunctionalInterface
	interface Action {

		@Nullable Publisher<?> run() throws Exception;

	}

	@FunctionalInterface
	interface FailureAction {

		@Nullable Publisher<?> failed(Throwable exception);

	}

}
