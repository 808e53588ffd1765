/**
 * A tutorial, chats and smaller examples: what an application built with the starter
 * looks like.
 */
@NullMarked
package io.github.socketiospring.demo;

import org.jspecify.annotations.NullMarked;
