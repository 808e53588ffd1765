package io.github.socketiospring.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that says what tests want, also to what no client library would
 * agree. Used by one thread.
 */
public final class RedisConnection implements AutoCloseable {

	private static final int WAIT_MILLIS = 20_000;

	private final Socket socket;

	private final InputStream input;

	/** Connects to a port on the loopback address. */
	public RedisConnection(int port) {
		try {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setSoTimeout(WAIT_MILLIS);
			this.socket.setTcpNoDelay(true);
			this.input = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a command and waits for its answer.
	 * @param words text, numbers or {@code byte[]}
	 * @return text, {@code Long}, {@code byte[]} where Redis sends bytes, or a list
	 * @throws IllegalStateException if Redis answers with an error; the message is its
	 */
	public @Nullable Object call(Object... words) {
		send(words);
		return next();
	}

	/** Sends a command whose answer is text, or bytes that are UTF-8. */
	public String text(Object... words) {
		Object answer = call(words);
		return (answer instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
	}

	/** Sends a command without waiting. */
	public void send(Object... words) {
		ByteArrayOutputStream command = new ByteArrayOutputStream();
		command.writeBytes(ascii("*" + words.length + "\r\n"));
		for (Object word : words) {
			byte[] bytes = (word instanceof byte[] raw) ? raw : word.toString().getBytes(StandardCharsets.UTF_8);
			command.writeBytes(ascii("$" + bytes.length + "\r\n"));
			command.writeBytes(bytes);
			command.writeBytes(ascii("\r\n"));
		}
		try {
			this.socket.getOutputStream().write(command.toByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits for the next answer, or the next message of a channel that is subscribed. */
	public @Nullable Object next() {
		try {
			return read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether anything has arrived that is not read yet. */
	public boolean waiting() {
		try {
			return this.input.available() > 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable Object read() throws IOException {
		String line = line();
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case '+' -> rest;
			case '-' -> throw new IllegalStateException(rest);
			case ':' -> Long.valueOf(rest);
			case '$' -> bytes(Integer.parseInt(rest));
			case '*' -> list(Integer.parseInt(rest));
			default -> throw new IOException("unexpected answer " + line);
		};
	}

	private byte @Nullable [] bytes(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		byte[] bytes = this.input.readNBytes(length);
		line();
		return bytes;
	}

	private @Nullable List<@Nullable Object> list(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		List<@Nullable Object> list = new ArrayList<>(length);
		for (int i = 0; i < length; i++) {
			list.add(read());
		}
		return list;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("Redis has closed the connection");
			}
			line.append((char) next);
		}
		return line.substring(0, line.length() - 1);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
