/**
 * The server for Flash socket policies, which the Flash player asks for before it lets a
 * movie open a connection.
 */
@NullMarked
package io.github.socketiospring.transport.flash;

import org.jspecify.annotations.NullMarked;
