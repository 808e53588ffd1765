package io.github.socketiospring.codec.socketio;

/**
 * Bounds on received packets, checked before anything is kept.
 *
 * @param maxAttachments the most attachments of one packet
 * @param maxAttachmentBytes the most bytes of all attachments of one packet together
 * @param maxNameLength the most characters of an event name or a namespace name
 */
public record DecoderLimits(int maxAttachments, long maxAttachmentBytes, int maxNameLength) {

	/** 10 attachments of together 4 MB, names of 256 characters. */
	public static final DecoderLimits DEFAULTS = new DecoderLimits(10, 4_000_000, 256);

}
