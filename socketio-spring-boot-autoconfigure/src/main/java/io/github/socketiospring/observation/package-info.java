/**
 * Handlers and acknowledgements as observations, which a tracer makes spans of, and the
 * logging context of handlers.
 * <p>
 * For users: conventions, the contexts they are given, and the names. Needs Micrometer's
 * Observation API; nothing else of this library needs this package.
 */
@NullMarked
package io.github.socketiospring.observation;

import org.jspecify.annotations.NullMarked;
