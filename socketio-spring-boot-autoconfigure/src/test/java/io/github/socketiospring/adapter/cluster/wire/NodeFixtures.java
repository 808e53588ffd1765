package io.github.socketiospring.adapter.cluster.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What npm's adapters publish, byte for byte.
 */
final class NodeFixtures {

	private static final Map<String, byte[]> messages = load();

	private NodeFixtures() {
	}

	private static Map<String, byte[]> load() {
		Map<String, byte[]> loaded = new HashMap<>();
		try (InputStream input = NodeFixtures.class.getResourceAsStream("node-messages.txt")) {
			for (String line : new String(input.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
				String[] parts = line.split(" ");
				if (!line.startsWith("#")) {
					boolean isField = parts.length == 4;
					loaded.put(isField ? parts[0] + "." + parts[2] : parts[0],
							HexFormat.of().parseHex(parts[parts.length - 1]));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return loaded;
	}

	static byte[] get(String name) {
		byte[] message = messages.get(name);
		if (message == null) {
			throw new IllegalArgumentException("no message " + name);
		}
		return message.clone();
	}

	static List<byte[]> all() {
		return List.copyOf(messages.values());
	}

	static NodeMessages.Entry entry(String name) {
		return new NodeMessages.Entry(new String(get(name + ".type"), StandardCharsets.UTF_8), get(name + ".data"));
	}

}
