/**
 * Finds annotated beans and calls their methods.
 * <p>
 * Applications import
 * {@link io.github.socketiospring.dispatch.HandlerMethodArgumentResolver} and
 * {@link io.github.socketiospring.dispatch.HandlerCall}, which may show types of the
 * public API only; everything else is for the auto-configuration. Here belongs what turns
 * an annotated method into a handler of the server: what its parameters and its result
 * mean, and every mistake that can be told at start-up. May depend on the public API, the
 * annotations, {@code codec.json} and the server; knows no transport and no packet.
 */
@NullMarked
package io.github.socketiospring.dispatch;

import org.jspecify.annotations.NullMarked;
