package io.github.socketiospring.codec.json;

/**
 * Bounds on JSON, checked while it is read or written.
 *
 * @param maxDepth the deepest nesting of arrays and objects, in both directions
 * @param maxNumberLength the most characters of one number
 */
public record JsonLimits(int maxDepth, int maxNumberLength) {

	/** 100 levels, numbers of 1,000 characters. */
	public static final JsonLimits DEFAULTS = new JsonLimits(100, 1_000);

}
