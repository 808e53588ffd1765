/**
 * What the official admin page of Socket.IO asks of a server: a namespace of its own, in
 * which it shows connections and sockets, and takes orders. Nothing else depends on it.
 */
@NullMarked
package io.github.socketiospring.admin;

import org.jspecify.annotations.NullMarked;
