package io.github.socketiospring.test;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with packets in MessagePack. Clients of protocol 1 have none.
 */
@TestPropertySource(properties = "socketio.parser=msgpack")
class EveryGenerationWithMsgpackTests extends EveryGenerationTests {

	@Autowired
	private PacketFormat format;

	@Test
	void isNotJson() {
		assertThat(this.format.name()).isEqualTo("msgpack");
	}

	/** The parser of that time takes text only. */
	@Override
	String refusal(Revision revision) {
		return (revision == Revision.EIO3) ? "members only" : super.refusal(revision);
	}

}
