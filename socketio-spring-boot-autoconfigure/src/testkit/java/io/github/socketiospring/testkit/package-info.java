/**
 * What the integration tests share: servers in this process, raw clients, and the kit
 * every transport has to pass.
 */
@NullMarked
package io.github.socketiospring.testkit;

import org.jspecify.annotations.NullMarked;
