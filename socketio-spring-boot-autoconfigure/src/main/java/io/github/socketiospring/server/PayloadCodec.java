package io.github.socketiospring.server;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.server.event.ReceivedArguments;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into what adapters carry, and back. Safe for use by any thread.
 */
final class PayloadCodec {

	private final JsonCodec json;

	private final Payload.Writer writer = this::written;

	private final Payload.Writer dataWriter = new DataWriter(this.writer);

	PayloadCodec(JsonCodec json) {
		this.json = json;
	}

	/** For values that somebody else may change, though not what is in them. */
	Payload copy(Collection<? extends @Nullable Object> values) {
		return Payload.of(new ArrayList<>(values), this.writer);
	}

	/** For values that nobody else can change. */
	Payload payload(List<? extends @Nullable Object> values) {
		return Payload.of(values, this.writer);
	}

	/**
	 * For what an application has stored for a socket, without what cannot be written.
	 */
	Payload data(Map<String, Object> values) {
		return Payload.of(List.of(values), this.dataWriter);
	}

	private Payload.Written written(List<? extends @Nullable Object> values) {
		ByteArrayOutputStream output = new ByteArrayOutputStream(128);
		List<byte[]> attachments = new ArrayList<>(0);
		this.json.writeArray(output, null, values, attachments);
		return new Payload.Written(output.toByteArray(), attachments);
	}

	/** As it came, if it did. */
	Payload answer(Arguments answer) {
		if (answer instanceof ReceivedArguments received) {
			byte[] json = received.json().json();
			if (json != null) {
				return Payload.of(json, received.json().attachments());
			}
		}
		return copy(answer.asList());
	}

	Arguments read(Payload payload) {
		Payload.Written bytes = payload.written();
		return new ReceivedArguments(new JsonArguments(this.json, bytes.json(), bytes.attachments()));
	}

}
