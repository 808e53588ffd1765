package io.github.socketiospring.engine;

import java.util.List;

import org.springframework.util.Assert;

/**
 * A row of the engine's table of transports.
 *
 * @param name what clients call it, and what its connections call themselves
 * @param upgradesTo the names of the transports a session may move to from here, the
 * preferred first
 * @param rule tells which requests it can serve
 */
public record Transport(String name, List<String> upgradesTo, RequestRule rule) {

	/**
	 * Checks the name, which clients read in JSON.
	 */
	public Transport {
		Assert.isTrue(name.matches("[a-z0-9-]+"), "a transport's name has lower-case letters, digits and hyphens");
		upgradesTo = List.copyOf(upgradesTo);
	}

}
