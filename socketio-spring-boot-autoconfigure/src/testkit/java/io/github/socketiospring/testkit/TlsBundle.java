package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Makes SSL bundles of keys that nobody trusts but who has the bundle.
 */
public final class TlsBundle {

	/** Of every store. */
	public static final String PASSWORD = "only-for-tests";

	private TlsBundle() {
	}

	/**
	 * Creates a key for {@code localhost}.
	 * @param name the name of the bundle
	 * @param directory where the key is kept
	 * @return the properties that define the bundle
	 * @throws IllegalStateException if there is no key
	 */
	public static String[] create(String name, Path directory) throws IOException, InterruptedException {
		Path store = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
				PASSWORD)
			.redirectErrorStream(true)
			.start();
		try (InputStream output = keytool.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			if (keytool.waitFor() != 0) {
				throw new IllegalStateException(text);
			}
		}
		String bundle = "spring.ssl.bundle.jks." + name + ".";
		return new String[] { bundle + "keystore.location=" + store.toUri(), bundle + "keystore.password=" + PASSWORD,
				bundle + "keystore.type=PKCS12", bundle + "truststore.location=" + store.toUri(),
				bundle + "truststore.password=" + PASSWORD, bundle + "truststore.type=PKCS12" };
	}

}
