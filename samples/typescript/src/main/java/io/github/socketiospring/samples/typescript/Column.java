package io.github.socketiospring.samples.typescript;

/**
 * Where a note is.
 */
enum Column {

	TODO, DOING, DONE

}
