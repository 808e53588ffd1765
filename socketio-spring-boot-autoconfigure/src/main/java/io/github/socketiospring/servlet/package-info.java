/**
 * The engine's handlers in a servlet container: a servlet, and what its requests have
 * that those of WebFlux have not.
 */
@NullMarked
package io.github.socketiospring.servlet;

import org.jspecify.annotations.NullMarked;
