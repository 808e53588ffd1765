/**
 * Socket.IO packets: their encoder, and the per-connection decoder that reassembles
 * attachments.
 */
@NullMarked
package io.github.socketiospring.codec.socketio;

import org.jspecify.annotations.NullMarked;
