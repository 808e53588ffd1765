/**
 * The way to other servers through PostgreSQL: two connections, what is sent and heard on
 * them, and the table of what is too large. PostgreSQL's driver may be used here and
 * where beans are made of this package's types, and nowhere else.
 */
@NullMarked
package io.github.socketiospring.adapter.postgres;

import org.jspecify.annotations.NullMarked;
