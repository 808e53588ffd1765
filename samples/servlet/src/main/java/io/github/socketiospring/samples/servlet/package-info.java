/**
 * A notice board of Spring MVC whose visitors see at once what others pin to it.
 */
@NullMarked
package io.github.socketiospring.samples.servlet;

import org.jspecify.annotations.NullMarked;
