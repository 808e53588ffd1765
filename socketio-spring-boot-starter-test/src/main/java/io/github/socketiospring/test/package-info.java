/**
 * What applications test with: a client that reaches the server without a network. Here
 * belongs what a test calls, and the client behind it, which speaks to the real engine
 * through a connection in memory. The public types show types of the public API only; the
 * rest may use every package of the library.
 */
@NullMarked
package io.github.socketiospring.test;

import org.jspecify.annotations.NullMarked;
