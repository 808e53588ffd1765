package io.github.socketiospring.adapter;

/**
 * Tells the servers of a cluster how to reach one of them. Immutable.
 *
 * @param id identifies one run of one server: URL-safe characters, with which the ids of
 * all its sessions end
 * @param address where other servers reach it: {@code host:port}, an IPv6 address in
 * brackets
 * @param key the secret by which it recognizes requests of other servers
 */
public record ServerRecord(String id, String address, String key) {

	/** Without the key. */
	@Override
	public String toString() {
		return "ServerRecord[id=" + this.id + ", address=" + this.address + "]";
	}

}
