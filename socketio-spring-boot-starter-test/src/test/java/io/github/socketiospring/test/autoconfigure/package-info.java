@NullMarked
package io.github.socketiospring.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
