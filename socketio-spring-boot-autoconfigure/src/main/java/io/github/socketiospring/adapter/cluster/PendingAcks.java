package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.Payload;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * A question that clients answer, or servers themselves. A server that gives details
 * names its clients and says when it has nothing more to say. Of others, only the number
 * of clients is known: all of them have answered when there are as many answers as
 * clients.
 */
final class PendingAcks extends PendingQuestion<AckReply> {

	private final Function<Payload, Arguments> reader;

	/** The clients that have not answered, of the servers that name them. */
	private final Map<String, Set<String>> named = new HashMap<>();

	/** Servers that have said all. */
	private final Set<String> ended = new HashSet<>();

	/** The names of servers that do not name their clients, until all have answered. */
	private final List<String> counting = new ArrayList<>(0);

	/** How many of these clients have not answered. Negative where answers come first. */
	private long counted;

	PendingAcks(FluxSink<AckReply> sink, Set<String> known, Function<Payload, Arguments> reader) {
		super(sink, known);
		this.reader = reader;
		sink.next(new AckReply.Asked(known));
	}

	@Override
	void unnamed(Set<String> placeholders) {
		sink().next(new AckReply.Asked(placeholders));
	}

	@Override
	synchronized void answered(@Nullable String server, ClusterMessage.Answer answer) {
		if (server != null && this.ended.contains(server)) {
			return;
		}
		if (answer instanceof ClusterMessage.ClientsAsked asked) {
			asked(server, asked);
		}
		else if (answer instanceof ClusterMessage.ClientAnswer client) {
			answered(server, client);
		}
		else if (answer instanceof ClusterMessage.ServerAnswer own) {
			String name = heard(server);
			sink().next(new AckReply.Answered((name != null) ? name : server, this.reader.apply(own.answer())));
			end(server);
		}
		else if (answer instanceof ClusterMessage.Report report && server != null) {
			reported(server, report);
		}
		completeIfDone();
	}

	private void asked(@Nullable String server, ClusterMessage.ClientsAsked asked) {
		String name = heard(server);
		if (name != null) {
			this.counting.add(name);
		}
		this.counted += asked.count();
		done();
		countDown();
	}

	private void answered(@Nullable String server, ClusterMessage.ClientAnswer client) {
		if (server != null && this.named.containsKey(server)) {
			return;
		}
		sink().next(new AckReply.Answered(null, this.reader.apply(client.answer())));
		this.counted--;
		countDown();
	}

	private void reported(String server, ClusterMessage.Report report) {
		if (!report.asked().isEmpty()) {
			sink().next(new AckReply.Asked(report.asked()));
		}
		Set<String> waiting = this.named.get(server);
		if (waiting == null) {
			waiting = new HashSet<>();
			this.named.put(server, waiting);
			noLongerSilent(heard(server));
		}
		waiting.addAll(report.asked());
		for (Map.Entry<String, Payload> each : report.answers().entrySet()) {
			if (waiting.remove(each.getKey())) {
				sink().next(new AckReply.Answered(each.getKey(), this.reader.apply(each.getValue())));
			}
		}
		for (String socket : report.gone()) {
			if (waiting.remove(socket)) {
				sink().next(new AckReply.Gone(socket));
			}
		}
		if (report.ended()) {
			ended(server);
		}
	}

	private void countDown() {
		if (this.counted <= 0) {
			this.counting.forEach((name) -> sink().next(new AckReply.Gone(name)));
			this.counting.clear();
		}
	}

	private void ended(String server) {
		Set<String> waiting = this.named.get(server);
		if (waiting != null) {
			waiting.forEach((socket) -> sink().next(new AckReply.Gone(socket)));
		}
		else {
			noLongerSilent(heard(server));
		}
		end(server);
	}

	private void end(@Nullable String server) {
		if (server != null) {
			this.named.remove(server);
			this.ended.add(server);
		}
		done();
	}

	private void noLongerSilent(@Nullable String name) {
		if (name != null) {
			sink().next(new AckReply.Gone(name));
		}
	}

	@Override
	boolean isDone() {
		return this.counted <= 0 && super.isDone();
	}

	@Override
	synchronized void gone(String server) {
		if ((isSilent(server) || this.named.containsKey(server)) && !this.ended.contains(server)) {
			ended(server);
			completeIfDone();
		}
	}

}
