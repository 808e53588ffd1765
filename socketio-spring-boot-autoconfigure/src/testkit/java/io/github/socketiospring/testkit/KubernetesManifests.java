package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The Kubernetes objects that {@code docs/kubernetes.md} shows, in their order.
 *
 * @param objects each as maps, lists and scalars
 */
public record KubernetesManifests(List<Map<String, Object>> objects) {

	private static final Path DOCUMENTS = Path.of("..", "docs");

	private static final Pattern BLOCK = Pattern.compile("^```yaml\\n(apiVersion:.*?)^```",
			Pattern.MULTILINE | Pattern.DOTALL);

	/** Reads the document. */
	@SuppressWarnings("unchecked")
	public static KubernetesManifests read() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		Yaml yaml = new Yaml(new SafeConstructor(options));
		List<Map<String, Object>> objects = new ArrayList<>();
		BLOCK.matcher(document("kubernetes.md"))
			.results()
			.forEach((block) -> yaml.loadAll(block.group(1))
				.forEach((object) -> objects.add((Map<String, Object>) object)));
		return new KubernetesManifests(objects);
	}

	/** The text of a document. */
	public static String document(String name) {
		try {
			return Files.readString(DOCUMENTS.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The objects of a kind. */
	public List<Map<String, Object>> ofKind(String kind) {
		return this.objects.stream().filter((object) -> kind.equals(object.get("kind"))).toList();
	}

	/** The first of a kind; later ones change it. */
	public Map<String, Object> first(String kind) {
		return ofKind(kind).get(0);
	}

	/** The environment of the container, but for what Kubernetes fills in. */
	public Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		first("ConfigMap").forEach((key, value) -> addStrings("data", key, value, environment));
		first("Secret").forEach((key, value) -> addStrings("stringData", key, value, environment));
		return environment;
	}

	@SuppressWarnings("unchecked")
	private static void addStrings(String wanted, String key, Object value, Map<String, String> environment) {
		if (wanted.equals(key)) {
			// A ClassCastException is what Kubernetes would refuse.
			((Map<String, Object>) value).forEach((name, text) -> environment.put(name, (String) text));
		}
	}

	/** The container of the deployment. */
	public Map<String, Object> container() {
		return list(at(first("Deployment"), "spec", "template", "spec"), "containers").get(0);
	}

	/**
	 * Follows keys into an object.
	 * @return the map at the end of the way
	 */
	@SuppressWarnings("unchecked")
	public static Map<String, Object> at(Map<String, Object> object, String... keys) {
		Map<String, Object> current = object;
		for (String key : keys) {
			Object next = current.get(key);
			if (!(next instanceof Map)) {
				throw new AssertionError("no map at " + String.join(".", keys) + " in " + object);
			}
			current = (Map<String, Object>) next;
		}
		return current;
	}

	/** The maps of a list. */
	@SuppressWarnings("unchecked")
	public static List<Map<String, Object>> list(Map<String, Object> object, String key) {
		@Nullable Object list = object.get(key);
		if (!(list instanceof List)) {
			throw new AssertionError("no list at " + key + " in " + object);
		}
		return (List<Map<String, Object>>) list;
	}

}
