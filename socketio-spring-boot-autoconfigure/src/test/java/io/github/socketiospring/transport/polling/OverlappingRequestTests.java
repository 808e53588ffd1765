package io.github.socketiospring.transport.polling;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.transport.webflux.HttpConnections;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link HttpConnections} lets a connection read on which Reactor Netty may
 * have forgotten.
 */
class OverlappingRequestTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final ReadCounter reads = new ReadCounter();

	private final EmbeddedChannel channel = new EmbeddedChannel(this.reads);

	@BeforeEach
	void watch() {
		this.channel.pipeline().addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
		new HttpConnections("/socket.io", null).watch(this.channel);
		this.channel.config().setAutoRead(false);
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private void receive(String requests) {
		this.channel.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
		this.reads.count = 0;
	}

	private void answer() {
		this.channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
		this.channel.runPendingTasks();
	}

	@Test
	void anAnswerAtOnceIsReactorNettysBusiness() {
		this.channel.pipeline().addLast(new Answerer());
		receive(REQUEST);
		receive(REQUEST);
		this.channel.runPendingTasks();
		assertThat(this.reads.count).isZero();
	}

	/** Until it is complete, the next request may come. */
	@Test
	void readsOnAfterAnAnswerThatTookAWhile() {
		receive(REQUEST);
		answer();
		assertThat(this.reads.count).isEqualTo(1);
		receive(REQUEST);
		answer();
		assertThat(this.reads.count).isEqualTo(1);
	}

	@Test
	void readsOnWhenRequestsThatOverlappedAreAnswered() {
		receive(REQUEST + REQUEST);
		answer();
		assertThat(this.reads.count).isZero();
		answer();
		assertThat(this.reads.count).isEqualTo(1);
	}

	private static final class Answerer extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			if (message instanceof HttpRequest) {
				ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
			}
			ReferenceCountUtil.release(message);
		}

	}

	private static final class ReadCounter extends ChannelOutboundHandlerAdapter {

		private int count;

		@Override
		public void read(ChannelHandlerContext ctx) {
			this.count++;
			ctx.read();
		}

	}

}
