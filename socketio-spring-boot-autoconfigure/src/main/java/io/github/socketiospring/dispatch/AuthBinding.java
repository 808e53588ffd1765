package io.github.socketiospring.dispatch;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Binds a client's {@code auth} like the only argument of an event. Goes through the
 * codec, so that binary data in it and all limits are treated the same; it happens once
 * per connection.
 *
 * @param codec the codec
 * @param binding the types, at most one
 */
record AuthBinding(JsonCodec codec, ArgumentBinding binding) implements LifecycleHandlerMethod.Payload {

	@Override
	public @Nullable Object[] bind(Socket socket, @Nullable DisconnectReason reason, @Nullable String description) {
		if (this.binding.size() == 0) {
			return new Object[0];
		}
		JsonNode auth = socket.handshake().auth();
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		List<byte[]> attachments = new ArrayList<>();
		this.codec.writeArray(json, null, auth.isMissingNode() ? List.of() : List.of(auth), attachments);
		byte[] data = json.toByteArray();
		try (ArgumentReader reader = ArgumentReader.ack(this.codec, data, 0, data.length, attachments)) {
			return reader.bind(this.binding);
		}
	}

}
