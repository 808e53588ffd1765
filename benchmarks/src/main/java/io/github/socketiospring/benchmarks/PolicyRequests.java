package io.github.socketiospring.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests for the Flash socket policy, some at a time, from one thread.
 */
public final class PolicyRequests {

	/** How many connections have sent their requests before the first answer is read. */
	public static final int SIMULTANEOUS = 32;

	private static final ByteBuffer REQUEST = ByteBuffer
		.wrap("<policy-file-request/>\0".getBytes(StandardCharsets.US_ASCII))
		.asReadOnlyBuffer();

	private final InetSocketAddress address;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(PolicyServerProcess.answer().length + 1);

	/**
	 * Creates requests for a server.
	 * @param port its port
	 */
	public PolicyRequests(int port) {
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	/**
	 * Sends requests and reads their answers.
	 * @throws IOException if the server cannot be reached, or answers something else
	 */
	public void exchange() throws IOException {
		List<SocketChannel> channels = new ArrayList<>(SIMULTANEOUS);
		try {
			for (int i = 0; i < SIMULTANEOUS; i++) {
				channels.add(ask());
			}
			for (SocketChannel channel : channels) {
				awaitAnswer(channel);
			}
		}
		finally {
			for (SocketChannel channel : channels) {
				channel.close();
			}
		}
	}

	private SocketChannel ask() throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.connect(this.address);
		channel.write(REQUEST.duplicate());
		return channel;
	}

	private void awaitAnswer(SocketChannel channel) throws IOException {
		this.buffer.clear();
		while (channel.read(this.buffer) > 0) {
			// Until the server ends the connection.
		}
		if (this.buffer.remaining() != 1 || this.buffer.get(this.buffer.position() - 1) != 0) {
			throw new IOException("This is not the policy");
		}
	}

}
