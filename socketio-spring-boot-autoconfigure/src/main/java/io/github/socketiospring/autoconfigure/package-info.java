/**
 * Spring Boot auto-configuration and the socketio.* properties.
 */
@NullMarked
package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.NullMarked;
