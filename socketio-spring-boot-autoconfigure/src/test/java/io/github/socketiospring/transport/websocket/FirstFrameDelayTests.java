package io.github.socketiospring.transport.websocket;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstFrameDelay}.
 */
class FirstFrameDelayTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeEach
	void begin() {
		this.channel.freezeTime();
		FirstFrameDelay.begin(this.channel.pipeline());
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private void letPass(int milliseconds) {
		this.channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

	private static ByteBuf frame(int number) {
		return Unpooled.buffer().writeByte(number);
	}

	private int sent() {
		ByteBuf frame = this.channel.readOutbound();
		try {
			return (frame != null) ? frame.readByte() : -1;
		}
		finally {
			if (frame != null) {
				frame.release();
			}
		}
	}

	private boolean isOver() {
		return this.channel.pipeline().get(FirstFrameDelay.class) == null;
	}

	@Test
	void framesLeaveInTheirOrderWhenTimeIsOver() {
		this.channel.writeAndFlush(frame(1));
		this.channel.writeAndFlush(frame(2));
		letPass(FirstFrameDelay.MILLISECONDS - 1);
		assertThat(sent()).isEqualTo(-1);
		letPass(1);
		assertThat(sent()).isEqualTo(1);
		assertThat(sent()).isEqualTo(2);
		assertThat(isOver()).isTrue();
	}

	@Test
	void framesLeaveWhenTheClientSendsSomething() {
		this.channel.writeAndFlush(frame(1));
		this.channel.writeInbound(frame(7));
		assertThat(sent()).isEqualTo(1);
		ByteBuf received = this.channel.readInbound();
		assertThat(received.readByte()).isEqualTo((byte) 7);
		received.release();
		assertThat(isOver()).isTrue();
		letPass(FirstFrameDelay.MILLISECONDS);
	}

	@Test
	void afterwardsFramesLeaveAtOnce() {
		letPass(FirstFrameDelay.MILLISECONDS);
		this.channel.writeAndFlush(frame(1));
		assertThat(sent()).isEqualTo(1);
	}

	@Test
	void whatIsNotFlushedStays() {
		this.channel.write(frame(1));
		letPass(FirstFrameDelay.MILLISECONDS);
		assertThat(sent()).isEqualTo(-1);
		this.channel.flush();
		assertThat(sent()).isEqualTo(1);
	}

	@Test
	void aChannelThatClosesReleasesWhatIsKept() {
		ByteBuf frame = frame(1);
		ChannelFuture written = this.channel.writeAndFlush(frame);
		this.channel.close();
		assertThat(written.isSuccess()).isFalse();
		assertThat(frame.refCnt()).isZero();
		letPass(FirstFrameDelay.MILLISECONDS);
	}

}
