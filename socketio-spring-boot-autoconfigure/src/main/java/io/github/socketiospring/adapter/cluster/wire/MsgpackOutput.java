package io.github.socketiospring.adapter.cluster.wire;

import java.util.Arrays;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.WrittenArray;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.msgpack.MsgpackGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes a message as MessagePack, binary data in place.
 */
final class MsgpackOutput extends MessageOutput {

	private final MsgpackCodec codec;

	private final MsgpackGenerator generator;

	MsgpackOutput(MsgpackCodec codec) {
		this.codec = codec;
		this.generator = codec.take();
	}

	@Override
	void startObject(int entries) {
		this.generator.writeStartObject(null, entries);
	}

	@Override
	void endObject() {
		this.generator.writeEndObject();
	}

	@Override
	void startArray(int values) {
		this.generator.writeStartArray(null, values);
	}

	@Override
	void endArray() {
		this.generator.writeEndArray();
	}

	@Override
	void name(String name) {
		this.generator.writeName(name);
	}

	@Override
	void string(String text) {
		this.generator.writeString(text);
	}

	@Override
	void number(long number) {
		this.generator.writeNumber(number);
	}

	@Override
	void truth(boolean value) {
		this.generator.writeBoolean(value);
	}

	@Override
	void tree(JsonNode value) {
		this.codec.write(this.generator, value);
	}

	@Override
	void event(String event, Payload arguments) {
		startArray(0);
		string(event);
		array(arguments).copyTo(this.generator);
		endArray();
	}

	@Override
	void values(Payload values) {
		startArray(0);
		array(values).copyTo(this.generator);
		endArray();
	}

	@Override
	int first(String name, Payload values) {
		if (JsonOutput.isEmpty(values.written().json())) {
			return 0;
		}
		name(name);
		return array(values).copyFirstTo(this.generator);
	}

	private WrittenArray array(Payload payload) {
		Payload.Written written = payload.written();
		return new WrittenArray(this.codec.json(), written.json(), written.attachments(), null);
	}

	@Override
	byte[] toBytes() {
		byte[] bytes = Arrays.copyOf(this.generator.array(), this.generator.length());
		this.codec.release(this.generator);
		return bytes;
	}

}
