package io.github.socketiospring.contract;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.dispatch.EventDescription;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import io.github.socketiospring.dispatch.EventDescription.Value;
import io.github.socketiospring.dispatch.NamespaceDescription;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a type is in TypeScript, as the argument and the answer of an event.
 *
 * @param read as it is read from clients
 * @param written as it is written for them
 * @param definitions the types these refer to
 */
record TypeTexts(String read, String written, String definitions) {

	private static final Pattern EVENT = Pattern
		.compile(" e: \\(value: (.*), ack: \\(answer: (.*)\\) => void\\) => void;\n");

	static TypeTexts of(JsonMapper mapper, Type type) {
		Value value = new Value("value", type, false, false);
		EventDescription event = new EventDescription("e", List.of(value), null, Acknowledgement.VALUE, value);
		String text = TypeScript.write(new ContractReader(mapper)
			.read(List.of(new NamespaceDescription("/", Set.of(), List.of(event), List.of()))));
		Matcher matcher = EVENT.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		String definitions = text.substring(text.indexOf("ServerToClientEvents {\n}\n") + 25).strip();
		return new TypeTexts(matcher.group(1), matcher.group(2), definitions);
	}

	/** Both directions, once if they are the same. */
	String both() {
		return this.read.equals(this.written) ? this.read : this.read + " / " + this.written;
	}

}
