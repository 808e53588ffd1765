package io.github.socketiospring.actuate;

import java.util.Collection;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Which part of many things is asked for.
 *
 * @param page the number of the page, from 0
 * @param size the most things on a page
 */
record PageRequest(int page, int size) {

	private static final int DEFAULT_SIZE = 100;

	private static final int MAX_SIZE = 1000;

	/**
	 * Reads what was asked for.
	 * @param page the number of the page, 0 without one
	 * @param size the size of a page
	 * @throws InvalidEndpointRequestException if there is no such page
	 */
	static PageRequest of(@Nullable Integer page, @Nullable Integer size) {
		PageRequest request = new PageRequest((page != null) ? page : 0, (size != null) ? size : DEFAULT_SIZE);
		if (request.page < 0) {
			throw refusal("The first page has the number 0");
		}
		if (request.size < 1 || request.size > MAX_SIZE) {
			throw refusal("A page has a size between 1 and " + MAX_SIZE);
		}
		return request;
	}

	private static InvalidEndpointRequestException refusal(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * Takes this page of a collection, which may change meanwhile.
	 */
	<T> Stream<T> of(Collection<T> all) {
		return all.stream().skip((long) this.page * this.size).limit(this.size);
	}

}
