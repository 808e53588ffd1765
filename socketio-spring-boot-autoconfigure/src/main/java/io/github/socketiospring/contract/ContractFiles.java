package io.github.socketiospring.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The files a contract is written to.
 */
final class ContractFiles {

	static final String TYPE_SCRIPT = "socketio-events.ts";

	static final String ASYNC_API = "asyncapi.json";

	private static final Log logger = LogFactory.getLog(ContractFiles.class);

	private final Path folder;

	private boolean written;

	ContractFiles(Path folder) {
		this.folder = folder;
	}

	void write(SocketIOContract contract) {
		String typeScript = contract.typeScript();
		String asyncApi = contract.asyncApi();
		try {
			Files.createDirectories(this.folder);
			write(TYPE_SCRIPT, typeScript);
			write(ASYNC_API, asyncApi);
			this.written = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write to " + this.folder.toAbsolutePath(), ex);
		}
	}

	/** What is as it was keeps its time: whoever watches it need do nothing. */
	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		boolean same = Files.exists(file) && Files.readString(file).equals(text);
		if (!same) {
			Files.writeString(file, text);
		}
		logger.info(file + (same ? " is up to date" : " written"));
	}

	boolean areWritten() {
		return this.written;
	}

}
