@NullMarked
package io.github.socketiospring.test;

import org.jspecify.annotations.NullMarked;
