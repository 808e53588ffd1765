package io.github.socketiospring.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles the Java in README and {@code docs}: blocks, and the calls in the tables of
 * the guides to migration. {@link Surroundings} and the imports of {@link Snippet} are
 * what a block may take for granted, and an ellipsis stands for whatever fits. A block
 * below the comment {@code <!-- not-compiled: reason -->} is left out, and so are calls
 * in tables whose arguments are an ellipsis.
 */
class DocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	@TempDir
	private Path output;

	@Test
	void blocksCompile() throws IOException {
		List<Snippet> blocks = snippets("", Snippet::blocks);
		assertThat(blocks).hasSizeGreaterThan(30);
		assertThat(errors(blocks, DocumentTests::source)).isEmpty();
	}

	@Test
	void rowsOfTheGuidesCompile() throws IOException {
		List<Snippet> rows = snippets("migrating-", Snippet::rows);
		assertThat(rows).hasSizeGreaterThan(50);
		assertThat(errors(rows, Snippet::asStatements)).isEmpty();
	}

	private static List<Snippet> snippets(String prefix, BiFunction<String, String, List<Snippet>> finder)
			throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		try (Stream<Path> files = Stream.concat(Files.list(ROOT.resolve("docs")),
				Stream.of(ROOT.resolve("README.md")))) {
			for (Path file : files.sorted().toList()) {
				String name = file.getFileName().toString();
				if (name.endsWith(".md") && name.startsWith(prefix)) {
					snippets.addAll(finder.apply(name, Files.readString(file)));
				}
			}
		}
		return snippets;
	}

	private List<String> errors(List<Snippet> snippets, BiFunction<Snippet, String, String> source) {
		Map<String, Snippet> byName = new HashMap<>();
		List<JavaFileObject> sources = new ArrayList<>();
		for (Snippet snippet : snippets) {
			String name = "Snippet" + byName.size();
			sources.add(new Source(name, source.apply(snippet, name)));
			byName.put("/documented/" + name + ".java", snippet);
		}
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		List<String> options = List.of("-proc:none", "-parameters", "-Xmaxerrs", "1000", "-d", this.output.toString(),
				"-classpath", System.getProperty("java.class.path"));
		COMPILER.getTask(new StringWriter(), null, problems, options, null, sources).call();
		return problems.getDiagnostics()
			.stream()
			.filter((problem) -> problem.getKind() == Diagnostic.Kind.ERROR)
			.map((problem) -> byName.get(problem.getSource().toUri().getPath()).place(problem.getLineNumber()) + ": "
					+ problem.getMessage(null))
			.toList();
	}

	/** Members of a class, or statements if they cannot be that. */
	private static String source(Snippet snippet, String name) {
		String members = snippet.asMembers(name);
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) COMPILER.getTask(new StringWriter(), null, problems, null, null,
				List.of(new Source(name, members)));
		try {
			task.parse();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return problems.getDiagnostics().isEmpty() ? members : snippet.asStatements(name);
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String content;

		Source(String name, String content) {
			super(URI.create("string:///documented/" + name + ".java"), Kind.SOURCE);
			this.content = content;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

}
