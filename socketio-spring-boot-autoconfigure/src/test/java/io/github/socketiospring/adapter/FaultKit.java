package io.github.socketiospring.adapter;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.socketiospring.testkit.FaultyProxy;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers, of which one reaches the other through a network that fails; and a client
 * of each, that all numbered events are for. After each fault all is as before, without a
 * restart, and the log has said once for each server that it was cut off, and once that
 * it is no more.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class FaultKit {

	private final String engine;

	/** Between {@link #one} and what carries the messages. */
	protected FaultyProxy proxy;

	protected FaultMember one;

	protected FaultMember two;

	protected FaultListener here;

	protected FaultListener there;

	private CapturedOutput output;

	private int logBefore;

	private int fewestLosses;

	private int mostLosses;

	/**
	 * Creates a kit.
	 * @param engine what the log calls that which carries the messages
	 */
	protected FaultKit(String engine) {
		this.engine = engine;
	}

	/**
	 * What all tests use.
	 */
	public record Cluster(FaultyProxy proxy, FaultMember one, FaultMember two) {

		public void close() throws IOException {
			this.one.close();
			this.two.close();
			this.proxy.close();
		}

	}

	protected abstract Cluster cluster();

	@BeforeEach
	void connect(CapturedOutput captured) {
		Cluster cluster = cluster();
		this.proxy = cluster.proxy();
		this.one = cluster.one();
		this.two = cluster.two();
		this.here = new FaultListener(this.one);
		this.there = new FaultListener(this.two);
		this.output = captured;
		this.logBefore = captured.getAll().length();
	}

	@AfterEach
	void allIsWellAgain() throws IOException {
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitHealth(this.two, true);
		awaitCrossing();
		await().until(() -> this.one.counters().pendingBytes() == 0 && this.two.counters().pendingBytes() == 0);
		this.here.close();
		this.there.close();
		await().until(() -> this.one.server().io().sockets().isEmpty() && this.two.server().io().sockets().isEmpty());
		await().until(() -> log(this::isReturn).size() == log(this::isLoss).size());
		assertThat(log(this::isLoss)).hasSizeBetween(this.fewestLosses, this.mostLosses);
		assertThat(log((line) -> isFault(line) && !isLoss(line)).stream()
			.collect(Collectors.groupingBy(FaultKit::kind, Collectors.counting()))
			.entrySet()
			.stream()
			.filter((kind) -> kind.getValue() > 2)
			.map(Map.Entry::toString)).as("what was logged more than once for each server").isEmpty();
		assertThat(log()).doesNotContain("\tat ");
	}

	/** How many lines say that a server is cut off: one for each that is. */
	protected final void expectLosses(int count) {
		expectLosses(count, count);
	}

	protected final void expectLosses(int fewest, int most) {
		this.fewestLosses = fewest;
		this.mostLosses = most;
	}

	/** What has been logged since the test began. */
	protected final String log() {
		return this.output.getAll().substring(this.logBefore);
	}

	protected final List<String> log(Predicate<String> wanted) {
		return log().lines().filter((line) -> line.contains(".adapter.")).filter(wanted).toList();
	}

	private static boolean isFault(String line) {
		return line.contains(" WARN ") || line.contains(" ERROR ");
	}

	private boolean isLoss(String line) {
		return isFault(line) && line.matches(".*(C|c)onnect.* to " + this.engine + ".*");
	}

	private boolean isReturn(String line) {
		return line.contains("Connected to " + this.engine + " again");
	}

	/** A line without the time and what differs from case to case. */
	private static String kind(String line) {
		return line.substring(line.indexOf(" : ") + 3).replaceAll("[(:0-9].*", "");
	}

	/** Waits for an answer, or for the end of the time for it. */
	protected static <T> T answer(FaultMember asking, CompletableFuture<T> answer) {
		await().until(() -> {
			asking.server().letPass(Duration.ofMillis(10));
			return answer.isDone();
		});
		return answer.join();
	}

	/** Waits until events of both servers reach clients of the other one. */
	protected final void awaitCrossing() {
		awaitCrossing(this.one, this.there);
		awaitCrossing(this.two, this.here);
	}

	private static void awaitCrossing(FaultMember from, FaultListener to) {
		int before = from.emitted();
		await().until(() -> {
			from.emit();
			return to.numbersOf(from).stream().anyMatch((number) -> number > before);
		});
	}

	protected static void awaitHealth(FaultMember member, boolean up) {
		await().until(() -> member.isUp() == up);
	}

	/** Each client gets what its own server emits. */
	protected final void bothServeTheirOwn() {
		this.here.untilSure(this.one, this.one.emit());
		this.there.untilSure(this.two, this.two.emit());
	}

	static ConditionFactory await() {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(30));
	}

}
