/**
 * Spring Boot auto-configuration and the {@code socketio} properties.
 * <p>
 * Applications import {@link io.github.socketiospring.autoconfigure.SocketIOProperties}
 * and {@link io.github.socketiospring.autoconfigure.SocketIOServerCustomizer}, which may
 * show types of the public API only. Here belongs what makes beans of the other packages'
 * classes, starts and stops them with the application, turns properties into their
 * options, and explains to developers why an application does not start. May depend on
 * all packages; nobody depends on this one.
 */
@NullMarked
package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.NullMarked;
