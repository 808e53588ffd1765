package io.github.socketiospring.codec.msgpack;

/**
 * Bounds on what is read, checked before anything is made of it.
 *
 * @param maxDepth the deepest nesting of arrays and maps
 * @param maxContainers the most arrays and maps of one message: an empty one has a single
 * byte, and takes much more memory once it is an object
 */
public record MsgpackLimits(int maxDepth, int maxContainers) {

	/** 100 levels, and as many arrays and maps as JSON of 1 MB can hold. */
	public static final MsgpackLimits DEFAULTS = new MsgpackLimits(100, 333_333);

}
