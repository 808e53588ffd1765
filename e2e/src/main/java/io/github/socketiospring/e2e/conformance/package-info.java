/**
 * A server for the public protocol test suites.
 */
@NullMarked
package io.github.socketiospring.e2e.conformance;

import org.jspecify.annotations.NullMarked;
