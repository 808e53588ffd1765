/**
 * Annotations for tests: one that brings the test client to any test of Spring Boot, and
 * one that starts nothing but what serves Socket.IO, and how Spring's test framework
 * carries them out.
 */
@NullMarked
package io.github.socketiospring.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
