package io.github.socketiospring.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for links between documents that lead nowhere: to a file that does not exist, or
 * to a heading that a document does not have.
 */
class DocumentLinkTests {

	private static final Path ROOT = Path.of("..");

	private static final List<Path> FOLDERS = List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("benchmarks"),
			ROOT.resolve("samples/cluster"));

	private static final Pattern CODE = Pattern.compile("^ *```.*?^ *```|`[^`\n]+`",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```", Pattern.DOTALL | Pattern.MULTILINE);

	/** Not those with a scheme. */
	private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *$", Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");

	private final Map<Path, Set<String>> anchors = new HashMap<>();

	@Test
	void linksLeadSomewhere() {
		List<Path> documents = FOLDERS.stream().flatMap(DocumentLinkTests::documentsOf).toList();
		assertThat(documents).hasSizeGreaterThan(20);
		assertThat(documents.stream().flatMap(this::deadLinks)).isEmpty();
	}

	private static Stream<Path> documentsOf(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<String> deadLinks(Path document) {
		return LINK.matcher(CODE.matcher(read(document)).replaceAll("")).results().filter((link) -> {
			Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
			return !Files.exists(target) || (link.group(2) != null && !anchorsOf(target).contains(link.group(2)));
		}).map((link) -> document + ": " + link.group());
	}

	private Set<String> anchorsOf(Path document) {
		return this.anchors.computeIfAbsent(document.normalize(), DocumentLinkTests::readAnchors);
	}

	/** As GitHub and the documents' site name them. */
	private static Set<String> readAnchors(Path document) {
		String text = FENCED.matcher(read(document)).replaceAll("");
		Set<String> anchors = new HashSet<>();
		HEADING.matcher(text).results().map((heading) -> heading.group(1)).forEach((heading) -> {
			String anchor = heading.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc}\\- ]", "")
				.replace(' ', '-');
			for (int n = 0; !anchors.add((n > 0) ? anchor + "-" + n : anchor); n++) {
				// The same heading again.
			}
		});
		NAME.matcher(text).results().map((MatchResult name) -> name.group(1)).forEach(anchors::add);
		return anchors;
	}

	private static String read(Path document) {
		try {
			return Files.readString(document);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
