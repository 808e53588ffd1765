package io.github.socketiospring.actuate;

import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What is connected to one server.
 *
 * @param serverId what other servers call it
 * @param accepting whether it takes new connections
 * @param connections how many there are
 * @param transports how many of them each transport carries right now, by revision
 * @param families the families of namespaces
 * @param page the number of this page of namespaces, from 0
 * @param size the most namespaces on a page
 * @param total how many namespaces there are
 * @param namespaces those of this page, by name
 */
public record ServerReport(String serverId, boolean accepting, int connections,
		Map<String, Map<String, Integer>> transports, List<FamilyCount> families, int page, int size, int total,
		List<NamespaceCount> namespaces) implements OperationResponseBody {

	/**
	 * A namespace.
	 *
	 * @param name its name
	 * @param sockets how many sockets of this server are in it
	 * @param rooms how many rooms they have joined, without those of their own ids
	 */
	public record NamespaceCount(String name, int sockets, int rooms) {
	}

	/**
	 * A family of namespaces.
	 *
	 * @param name its pattern, or what it is called without one
	 * @param namespaces how many namespaces of it there are
	 */
	public record FamilyCount(String name, int namespaces) {
	}

}
