package io.github.socketiospring.transport.webflux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarlyBytes} in front of Netty's codec, without Reactor Netty.
 */
class EarlyBytesTests {

	private static final String GET = "GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String HANDSHAKE = handshake("/socket.io/", "");

	/** Every byte is one that the codec would make something of. */
	private static final String EARLY = "\u0081\u0000\r\n\u0085hello\r\n\r\nGET / HTTP/1.1\r\n\n\u0000";

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

	private final List<String> received = new ArrayList<>();

	private @Nullable EmbeddedChannel channel;

	private int reads;

	private static String handshake(String path, String headers) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n" + headers
				+ "\r\n";
	}

	@BeforeEach
	void connect() {
		this.received.clear();
		this.channel = new EmbeddedChannel();
		this.channel.config().setAllocator(this.allocator).setAutoRead(false);
		this.channel.pipeline()
			.addLast(new ReadCounter())
			.addLast(NettyPipeline.HttpCodec, new HttpServerCodec())
			.addLast(new Recorder());
		new HttpConnections("/socket.io", null).watch(this.channel);
	}

	@AfterEach
	void nothingIsLeft() {
		channel().finishAndReleaseAll();
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
	}

	private EmbeddedChannel channel() {
		assertThat(this.channel).isNotNull();
		return this.channel;
	}

	private void receive(String bytes) {
		ByteBuf buffer = this.allocator.heapBuffer(Math.max(1, bytes.length()));
		channel().writeInbound(buffer.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1)));
	}

	private void answer(HttpResponseStatus status) {
		DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
		channel().writeAndFlush(response, channel().newPromise().addListener((written) -> {
			if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
				channel().pipeline().remove(NettyPipeline.HttpCodec);
			}
		}));
		channel().runPendingTasks();
	}

	private void upgrade() {
		answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

	private void refuse() {
		answer(HttpResponseStatus.BAD_REQUEST);
	}

	private String bytes() {
		return String.join("", this.received.subList(1, this.received.size()));
	}

	@Test
	void bytesBehindAHandshakeAreKeptUntilItIsAnswered() {
		receive(HANDSHAKE + EARLY);
		assertThat(this.received).containsExactly("GET /socket.io/");
		upgrade();
		assertThat(this.received).containsExactly("GET /socket.io/", EARLY);
	}

	@Test
	void soAreThoseOfLaterReads() {
		receive(HANDSHAKE + "a\n");
		receive("\nb");
		receive("c");
		assertThat(this.received).containsExactly("GET /socket.io/");
		upgrade();
		assertThat(bytes()).isEqualTo("a\n\nbc");
	}

	@Test
	void afterTheUpgradeBytesPass() {
		receive(HANDSHAKE + "a");
		upgrade();
		receive("b");
		assertThat(this.received).containsExactly("GET /socket.io/", "a", "b");
		assertThat(channel().pipeline().names()).hasSize(3);
	}

	@Test
	void theHeadMayComeInTwoReads() {
		String all = HANDSHAKE + EARLY;
		for (int i = 1; i < all.length(); i++) {
			connect();
			receive(all.substring(0, i));
			receive(all.substring(i));
			upgrade();
			assertThat(this.received).first().isEqualTo("GET /socket.io/");
			assertThat(bytes()).as("split at " + i).isEqualTo(EARLY);
			nothingIsLeft();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void theHeadMayComeInManyReads(long seed) {
		Random random = new Random(seed);
		String all = GET + HANDSHAKE + EARLY;
		for (int round = 0; round < 500; round++) {
			connect();
			int largest = 1 + random.nextInt(40);
			for (int i = 0; i < all.length();) {
				int end = Math.min(all.length(), i + 1 + random.nextInt(largest));
				receive(all.substring(i, end));
				i = end;
			}
			assertThat(this.received).containsExactly("GET /other", "GET /socket.io/");
			refuse();
			assertThat(this.received).hasSize(2);
			upgrade();
			this.received.remove(0);
			assertThat(bytes()).isEqualTo(EARLY);
			nothingIsLeft();
		}
	}

	@Test
	void anotherRequestIsReadWhenTheHandshakeIsRefused() {
		receive(HANDSHAKE + GET + GET.substring(0, 10));
		receive(GET.substring(10));
		assertThat(this.received).containsExactly("GET /socket.io/");
		refuse();
		assertThat(this.received).containsExactly("GET /socket.io/", "GET /other", "GET /other");
		refuse();
		refuse();
		receive(GET);
		assertThat(this.received).hasSize(4);
	}

	@Test
	void anotherHandshakeIsOneAgain() {
		receive(HANDSHAKE + HANDSHAKE + GET + EARLY);
		refuse();
		assertThat(this.received).containsExactly("GET /socket.io/", "GET /socket.io/");
		refuse();
		assertThat(this.received).contains("GET /other");
	}

	@Test
	void anInterimAnswerIsNone() {
		receive(HANDSHAKE + GET);
		answer(HttpResponseStatus.PROCESSING);
		assertThat(this.received).containsExactly("GET /socket.io/");
	}

	@Test
	void aHandshakeMayHaveABody() {
		receive(handshake("/socket.io/", "Content-Length: 5\r\n") + "he");
		receive("llo" + EARLY);
		assertThat(this.received).containsExactly("GET /socket.io/", "he", "llo");
		upgrade();
		assertThat(this.received).endsWith("llo", EARLY);
	}

	@Test
	void aBodyThatNobodyWaitedForComesBehindTheUpgrade() {
		receive(handshake("/socket.io/", "Content-Length: 100\r\n"));
		upgrade();
		receive("body");
		assertThat(this.received).containsExactly("GET /socket.io/", "body");
	}

	@Test
	void otherRequestsAreLeftAlone() {
		receive(handshake("/other", "") + GET + GET.replace("/other", "/socket.io/")
				+ HANDSHAKE.replace("WebSocket", "h2c") + GET);
		assertThat(this.received).containsExactly("GET /other", "GET /other", "GET /socket.io/", "GET /socket.io/",
				"GET /other");
	}

	@Test
	void readingStopsWhenMuchIsKept() {
		receive(HANDSHAKE);
		for (int i = 0; i < 64; i++) {
			channel().read();
			assertThat(this.reads).isEqualTo(i + 1);
			receive("x".repeat(1024));
		}
		channel().read();
		assertThat(this.reads).isEqualTo(64);
		upgrade();
		assertThat(this.reads).isEqualTo(65);
		assertThat(bytes()).hasSize(64 * 1024);
	}

	@Test
	void nothingIsKeptBeyondTheConnection() {
		receive(HANDSHAKE + EARLY);
		receive(EARLY);
		assertThat(this.allocator.metric().usedHeapMemory()).isPositive();
		channel().close();
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
		assertThat(this.received).containsExactly("GET /socket.io/");
	}

	/**
	 * Takes down requests, and bytes whether they are a request's content or not.
	 */
	private final class Recorder extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			if (message instanceof HttpRequest request) {
				EarlyBytesTests.this.received.add(request.method() + " " + request.uri());
			}
			else if (message instanceof HttpContent content) {
				add(content.content());
			}
			else if (message instanceof ByteBuf bytes) {
				add(bytes);
			}
			ReferenceCountUtil.release(message);
		}

		private void add(ByteBuf bytes) {
			if (bytes.isReadable()) {
				EarlyBytesTests.this.received.add(bytes.toString(StandardCharsets.ISO_8859_1));
			}
		}

	}

	/**
	 * Counts what reaches the channel.
	 */
	private final class ReadCounter extends ChannelOutboundHandlerAdapter {

		@Override
		public void read(ChannelHandlerContext ctx) {
			EarlyBytesTests.this.reads++;
			ctx.read();
		}

	}

}
