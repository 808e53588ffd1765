/**
 * What operators ask: Spring Boot's actuator may be used here and nowhere else.
 */
@NullMarked
package io.github.socketiospring.actuate;

import org.jspecify.annotations.NullMarked;
