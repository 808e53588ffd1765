package io.github.socketiospring.benchmarks.server;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * What the servers without JSON answer: bytes they know in advance, and bytes they have
 * received. They have no heartbeats and only one room, which everyone is in.
 */
final class FloorAnswers {

	static final String SID = "abcdefghijklmnopqrst";

	static final ByteBuf JOINED = constant("40{\"sid\":\"" + SID + "\"}");

	private static final ByteBuf JOIN = constant("40");

	private static final ByteBuf JOIN_ROOM = constant("421[\"join\",");

	private static final ByteBuf ROOM_JOINED = constant("431[]");

	private static final ByteBuf ASK = constant("421[\"ack\",");

	private static final ByteBuf ANSWER = constant("431[");

	private static final ByteBuf TO_ALL = constant("42[\"all\",");

	private static final ByteBuf TO_ROOM = constant("42[\"room\",");

	private static final ByteBuf ECHO = constant("42[\"echo\",");

	private static final ByteBuf ECHO_STRING = constant("42[\"string\",");

	private FloorAnswers() {
	}

	static ByteBuf open(String sid) {
		return constant("0{\"sid\":\"" + sid + "\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
				+ "\"maxPayload\":1000000}");
	}

	/**
	 * Answers a message.
	 * @param message the message; the caller keeps it
	 * @param recipients who is there
	 */
	static void answer(ByteBuf message, Recipients recipients) {
		if (startsWith(message, ECHO) || startsWith(message, ECHO_STRING)) {
			recipients.reply(message);
		}
		else if (startsWith(message, ASK)) {
			int skipped = ASK.readableBytes() - ANSWER.readableBytes();
			int start = message.readerIndex() + skipped;
			message.setBytes(start, ANSWER, ANSWER.readerIndex(), ANSWER.readableBytes());
			recipients.reply(message.readerIndex(start));
		}
		else if (startsWith(message, TO_ALL) || startsWith(message, TO_ROOM)) {
			recipients.broadcast(message);
		}
		else if (message.equals(JOIN)) {
			recipients.reply(JOINED.duplicate());
		}
		else if (startsWith(message, JOIN_ROOM)) {
			recipients.reply(ROOM_JOINED.duplicate());
		}
		else {
			throw new IllegalArgumentException(message.toString(StandardCharsets.UTF_8));
		}
	}

	private static boolean startsWith(ByteBuf message, ByteBuf start) {
		int length = start.readableBytes();
		return message.readableBytes() > length
				&& ByteBufUtil.equals(message, message.readerIndex(), start, start.readerIndex(), length);
	}

	private static ByteBuf constant(String text) {
		return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	/**
	 * Who may get an answer. The message is the caller's: who keeps it, retains it.
	 */
	interface Recipients {

		/**
		 * Sends a message back.
		 */
		void reply(ByteBuf message);

		/**
		 * Sends a message to all.
		 */
		void broadcast(ByteBuf message);

	}

}
