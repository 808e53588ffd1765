/**
 * What all adapters that reach other servers have in common: what servers tell each
 * other, questions and their answers, and who is there. No class here knows how messages
 * travel, which is what a {@link ClusterChannel} knows, nor what they look like on the
 * way.
 */
@NullMarked
package io.github.socketiospring.adapter.cluster;

import org.jspecify.annotations.NullMarked;
