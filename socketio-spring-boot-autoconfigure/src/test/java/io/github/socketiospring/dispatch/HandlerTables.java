package io.github.socketiospring.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of {@code docs/handlers.md}.
 */
final class HandlerTables {

	private static final Path DOCUMENT = Path.of("../docs/handlers.md");

	private static final Pattern CODE = Pattern.compile("`([^`]*)`");

	private HandlerTables() {
	}

	/**
	 * Returns the rows of the table below a heading.
	 */
	static List<List<String>> rows(String heading) {
		List<List<String>> rows = new ArrayList<>();
		boolean below = false;
		boolean inTable = false;
		for (String line : lines()) {
			if (line.startsWith("#")) {
				below = line.equals("## " + heading);
			}
			else if (below && line.startsWith("| ---")) {
				inTable = true;
			}
			else if (below && inTable && line.startsWith("|")) {
				rows.add(cells(line));
			}
			else {
				inTable = false;
			}
		}
		return rows;
	}

	private static List<String> lines() {
		try {
			return Files.readAllLines(DOCUMENT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> cells(String line) {
		List<String> cells = new ArrayList<>();
		for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
			cells.add(cell.strip());
		}
		return cells;
	}

	/** The code in a cell, empty if there is none. */
	static String code(String cell) {
		Matcher code = CODE.matcher(cell);
		return code.find() ? code.group(1) : "";
	}

}
