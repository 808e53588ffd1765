/**
 * What applications with Spring Security implement or use: how clients prove who they are
 * when they join a namespace, until when that holds, and how they log out. Needs Spring
 * Security, and nothing else of this library but its vocabulary.
 */
@NullMarked
package io.github.socketiospring.security;

import org.jspecify.annotations.NullMarked;
