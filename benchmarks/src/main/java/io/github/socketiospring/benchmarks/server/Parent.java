package io.github.socketiospring.benchmarks.server;

import java.io.IOException;

/**
 * What the process that has started a server is told, and does.
 */
final class Parent {

	private Parent() {
	}

	/**
	 * Tells the port, and stays until the standard input ends: with the parent at the
	 * latest.
	 * @param port the port
	 * @throws IOException if the standard input fails
	 */
	static void tellAndStay(int port) throws IOException {
		System.out.println(port);
		while (System.in.read() >= 0) {
			// Nothing is said.
		}
		Runtime.getRuntime().halt(0);
	}

}
