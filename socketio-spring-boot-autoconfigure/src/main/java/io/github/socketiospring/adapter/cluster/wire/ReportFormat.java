package io.github.socketiospring.adapter.cluster.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.cluster.ClusterMessage.Report;
import io.github.socketiospring.adapter.cluster.ClusterMessage.Reports;
import org.jspecify.annotations.Nullable;

/**
 * The format of reports, which servers of this library send each other.
 */
final class ReportFormat {

	private static final Keys REPORT = new Keys("requestId", "ids", "answers", "gone", "end");

	private static final Keys ANSWER = new Keys("id", "args");

	private ReportFormat() {
	}

	/**
	 * Writes reports.
	 * @param output where to
	 * @param reports the reports
	 * @param ids makes the id of a question what the format has for it
	 */
	static void write(MessageOutput output, Reports reports, UnaryOperator<String> ids) {
		output.startArray(reports.reports().size());
		for (Report report : reports.reports()) {
			output.startObject(REPORT.size());
			output.field("requestId", ids.apply(report.questionId()));
			if (!report.asked().isEmpty()) {
				output.field("ids", report.asked());
			}
			if (!report.answers().isEmpty()) {
				output.name("answers");
				write(output, report.answers());
			}
			if (!report.gone().isEmpty()) {
				output.field("gone", report.gone());
			}
			if (report.ended()) {
				output.field("end", true);
			}
			output.endObject();
		}
		output.endArray();
	}

	private static void write(MessageOutput output, Map<String, Payload> answers) {
		output.startArray(answers.size());
		answers.forEach((socket, answer) -> {
			output.startObject(ANSWER.size());
			output.field("id", socket);
			output.name("args");
			output.values(answer);
			output.endObject();
		});
		output.endArray();
	}

	/**
	 * Reads reports.
	 * @param input the array of reports
	 * @param ids makes an id of the format that of a question; {@code null} for a
	 * question of somebody else
	 * @return those that are about questions of this server
	 */
	static Reports read(MessageInput input, IdReader ids) {
		List<Report> reports = new ArrayList<>();
		input.enterArray();
		while (input.nextItem()) {
			Report report = readReport(input, ids);
			if (report != null) {
				reports.add(report);
			}
		}
		return new Reports(reports);
	}

	private static @Nullable Report readReport(MessageInput input, IdReader ids) {
		String id = null;
		String question = null;
		Set<String> asked = Set.of();
		Map<String, Payload> answers = Map.of();
		Set<String> gone = Set.of();
		boolean ended = false;
		input.enterObject();
		int key;
		while ((key = input.nextKey(REPORT)) != Keys.END) {
			switch (key) {
				case 0 -> {
					id = input.text(2 * NodeReader.MAX_ID_LENGTH);
					question = ids.question(id);
				}
				case 1 -> asked = input.allRooms();
				case 2 -> answers = readAnswers(input);
				case 3 -> gone = input.allRooms();
				case 4 -> ended = input.isTrue();
				default -> input.skip();
			}
		}
		Fields.required(id, "requestId");
		return (question != null) ? new Report(question, asked, answers, gone, ended) : null;
	}

	private static Map<String, Payload> readAnswers(MessageInput input) {
		Map<String, Payload> answers = new LinkedHashMap<>();
		input.enterArray();
		while (input.nextItem()) {
			String socket = null;
			Payload answer = null;
			input.enterObject();
			int key;
			while ((key = input.nextKey(ANSWER)) != Keys.END) {
				switch (key) {
					case 0 -> socket = input.text(input.limits().maxRoomLength());
					case 1 -> answer = input.values();
					default -> input.skip();
				}
			}
			answers.put(Fields.required(socket, "id"), Fields.required(answer, "args"));
		}
		return answers;
	}

	/**
	 * Knows whose question an id is of.
	 */
	@FunctionalInterface
	interface IdReader {

		/**
		 * Returns the id of a question of this server.
		 * @param id the id as the format has it
		 * @return the id; {@code null} for a question of another server
		 */
		@Nullable String question(String id);

	}

}
