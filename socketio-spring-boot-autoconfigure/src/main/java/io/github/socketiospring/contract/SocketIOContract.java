package io.github.socketiospring.contract;

import java.util.List;
import java.util.function.Supplier;

import io.github.socketiospring.dispatch.NamespaceDescription;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the contract between clients and the server. Nothing is cached: each call reads
 * the handlers again. Safe for use by any thread.
 */
public final class SocketIOContract {

	private final Supplier<List<NamespaceDescription>> namespaces;

	private final JsonMapper mapper;

	private final String title;

	private final String version;

	/**
	 * Creates a contract.
	 * @param namespaces describes what beans handle and emit
	 * @param mapper the application's mapper, which decides what values look like
	 * @param title the name of the application
	 * @param version its version
	 */
	public SocketIOContract(Supplier<List<NamespaceDescription>> namespaces, JsonMapper mapper, String title,
			String version) {
		this.namespaces = namespaces;
		this.mapper = mapper;
		this.title = title;
		this.version = version;
	}

	/**
	 * Writes it in TypeScript: the event maps of each namespace, for the {@code Socket}
	 * of socket.io-client 4, and the types of their arguments.
	 * @return a module that imports nothing
	 */
	public String typeScript() {
		return TypeScript.write(read());
	}

	/**
	 * Writes it as an AsyncAPI 3 document.
	 * @return JSON
	 */
	public String asyncApi() {
		return AsyncApi.write(read(), this.title, this.version);
	}

	private Contract read() {
		return new ContractReader(this.mapper).read(this.namespaces.get());
	}

}
