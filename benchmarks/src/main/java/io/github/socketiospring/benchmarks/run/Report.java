package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes results as JSON, as Markdown tables and as a plot.
 */
final class Report {

	private final Setting setting;

	private final Results results;

	Report(Setting setting, Results results) {
		this.setting = setting;
		this.results = results;
	}

	void write(Path directory) throws IOException {
		Files.writeString(directory.resolve("results.json"), new JsonReport(this.setting, this.results).toJson());
		String markdown = new MarkdownReport(this.setting, this.results).toMarkdown();
		Files.writeString(directory.resolve("results.md"), markdown);
		Files.writeString(directory.resolve("results.svg"), new BarCharts(this.setting, this.results).toSvg());
		System.out.println();
		System.out.println(markdown);
		System.out.println("results.json, results.md and results.svg are in " + directory);
	}

}
