package io.github.socketiospring.transport.websocket;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstFrameDelay} and for what a connection keeps back meanwhile.
 */
class FirstFrameDelayTests {

	private static final int LONGEST = FirstFrameDelay.MILLISECONDS + FirstFrameDelay.SLACK_MILLISECONDS;

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());

	private final NettyWebSocketConnection connection = new NettyWebSocketConnection(this.channel,
			this.channel.pipeline().firstContext(), Integer.MAX_VALUE, false);

	private final FirstFrameDelay delay = new FirstFrameDelay(this.channel.eventLoop());

	@BeforeEach
	void begin() {
		this.channel.freezeTime();
		this.delay.begin(this.connection);
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private void letPass(int milliseconds) {
		this.channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

	private static EngineMessage message(String text) {
		return EngineMessage.text(text);
	}

	/** Returns the payload of the next frame that has left, or "" if there is none. */
	private static String sent(EmbeddedChannel channel) {
		ByteBuf frame = channel.readOutbound();
		if (frame == null) {
			return "";
		}
		try {
			return frame.skipBytes(2).toString(StandardCharsets.UTF_8);
		}
		finally {
			frame.release();
		}
	}

	private String sent() {
		return sent(this.channel);
	}

	@Test
	void framesLeaveInTheirOrderWhenTimeIsOver() {
		this.connection.write(message("4a"));
		this.connection.write(message("4b"));
		letPass(FirstFrameDelay.MILLISECONDS - 1);
		assertThat(sent()).isEmpty();
		letPass(LONGEST - FirstFrameDelay.MILLISECONDS + 1);
		assertThat(sent()).isEqualTo("4a");
		assertThat(sent()).isEqualTo("4b");
	}

	@Test
	void framesLeaveWhenTheClientHasSentSomething() {
		this.connection.write(message("4a"));
		this.connection.readStarted();
		assertThat(sent()).isEmpty();
		this.connection.readCompleted();
		assertThat(sent()).isEqualTo("4a");
		letPass(LONGEST);
		assertThat(sent()).isEmpty();
	}

	@Test
	void afterwardsFramesLeaveAtOnce() {
		letPass(LONGEST);
		this.connection.write(message("4a"));
		assertThat(sent()).isEqualTo("4a");
	}

	@Test
	void aCloseFrameWaitsToo() {
		this.connection.write(message("4a"));
		this.connection.closeNow(null);
		assertThat(this.channel.isOpen()).isTrue();
		assertThat(sent()).isEmpty();
		letPass(LONGEST);
		assertThat(sent()).isEqualTo("4a");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aChannelThatClosesReleasesWhatIsKept() {
		ByteBuf frame = this.channel.alloc().buffer().writeByte(1);
		this.channel.write(frame);
		this.channel.close();
		assertThat(frame.refCnt()).isZero();
		letPass(LONGEST);
		assertThat(sent()).isEmpty();
	}

	@Test
	void connectionsOpenedTogetherEndTogetherAndLaterOnesLater() {
		this.connection.write(message("4a"));
		letPass(2);
		EmbeddedChannel second = new EmbeddedChannel(new ChannelDuplexHandler());
		NettyWebSocketConnection soonAfter = connection(second);
		this.delay.begin(soonAfter);
		soonAfter.write(message("4b"));
		letPass(LONGEST - 4);
		EmbeddedChannel third = new EmbeddedChannel(new ChannelDuplexHandler());
		NettyWebSocketConnection muchLater = connection(third);
		this.delay.begin(muchLater);
		muchLater.write(message("4c"));
		assertThat(sent()).isEmpty();
		letPass(2);
		assertThat(sent()).isEqualTo("4a");
		assertThat(sent(second)).isEqualTo("4b");
		assertThat(sent(third)).isEmpty();
		letPass(LONGEST - 3);
		assertThat(sent(third)).isEmpty();
		letPass(1);
		assertThat(sent(third)).isEqualTo("4c");
		second.finishAndReleaseAll();
		third.finishAndReleaseAll();
	}

	private static NettyWebSocketConnection connection(EmbeddedChannel channel) {
		return new NettyWebSocketConnection(channel, channel.pipeline().firstContext(), Integer.MAX_VALUE, false);
	}

}
