/**
 * What several codecs need to read and write text: ASCII and UTF-8 checks, lengths in
 * UTF-16 units, and base64. Stateless functions on byte arrays only; depends on nothing
 * but the JDK.
 */
@NullMarked
package io.github.socketiospring.codec.text;

import org.jspecify.annotations.NullMarked;
