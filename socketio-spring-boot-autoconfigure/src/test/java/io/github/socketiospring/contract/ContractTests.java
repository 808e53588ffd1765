package io.github.socketiospring.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.dispatch.InvalidHandlerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract of {@link SampleBeans} as a whole. {@code samples/typescript} compiles the
 * same file with TypeScript, and validates the same document.
 */
class ContractTests {

	private static final String COMMAND = "mvn -pl socketio-spring-boot-autoconfigure test -Dtest=ContractTests "
			+ "-Dcontract.write=true";

	private static final Path FOLDER = Path.of("src", "test", "resources", "contract");

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void inTypeScript() throws IOException {
		check("socketio-events.ts", Contracts.of(this.mapper, SampleBeans.ALL).typeScript());
	}

	@Test
	void asAsyncApi() throws IOException {
		check("asyncapi.json", Contracts.of(this.mapper, SampleBeans.ALL).asyncApi());
	}

	private static void check(String name, String text) throws IOException {
		Path file = FOLDER.resolve(name);
		if (Boolean.getBoolean("contract.write")) {
			Files.writeString(file, text);
		}
		assertThat(text).as("To write %s anew, run: %s", file, COMMAND).isEqualTo(Files.readString(file));
	}

	@Test
	void theDocumentShowsWhatIsWritten() throws IOException {
		String text = Contracts.of(this.mapper, BoardController.class).typeScript();
		assertThat(Files.readString(Path.of("..", "docs", "typescript.md")))
			.contains("becomes\n\n```ts\n" + text.substring(text.indexOf("// Namespace")) + "```\n");
	}

	@Test
	void theOrderOfBeansDoesNotMatter() {
		List<Class<?>> reversed = Arrays.asList(SampleBeans.ALL.clone());
		Collections.reverse(reversed);
		assertThat(Contracts.of(this.mapper, reversed.toArray(Class<?>[]::new)).typeScript())
			.isEqualTo(Contracts.of(this.mapper, SampleBeans.ALL).typeScript());
	}

	@Test
	void withoutHandlersThereIsAModuleAllTheSame() {
		SocketIOContract contract = Contracts.of(this.mapper);
		assertThat(contract.typeScript()).endsWith("\nexport {};\n");
		assertThat(this.mapper.readTree(contract.asyncApi()).get("channels").isEmpty()).isTrue();
	}

	@Test
	void handlersForAllNamespacesServeTheRoot() {
		assertThat(Contracts.of(this.mapper, SampleBeans.Everywhere.class).typeScript())
			.contains("export interface ClientToServerEvents {\n  trace: (ack: (answer: string) => void) => void;\n}");
	}

	@Test
	void namesThatWouldBeTheSameDiffer() {
		String text = Contracts.of(this.mapper, Dashed.class, Joined.class).typeScript();
		assertThat(text).contains("interface TeamChatClientToServerEvents {",
				"interface TeamChat2ClientToServerEvents {", "interface TeamChatServerToClientEvents {",
				"interface TeamChat2ServerToClientEvents {");
	}

	@Test
	void whatEmitsNothingSaysSo() {
		assertThat(Contracts.of(this.mapper, Silent.class).typeScript())
			.contains("export interface SilentServerToClientEvents {\n}\n");
	}

	@Test
	void emittedEventsNeedANamespace() {
		checkFailure("has @Emits, but no @SocketIONamespace", "Move @Emits", Stray.class);
	}

	@Test
	void emittedEventsAreDeclaredByInterfaces() {
		checkFailure("has @Emits(String.class), which is no interface", "Name an interface", Classy.class);
	}

	@Test
	void anEventHasOneListOfArguments() {
		checkFailure("The event \"said\" that ", "Declare it once", Overloaded.class);
	}

	@Test
	void mistakesInHandlersAreFoundAsAlways() {
		checkFailure("has two handlers", "Remove or rename one of them", Twice.class);
	}

	private void checkFailure(String message, String action, Class<?> bean) {
		SocketIOContract contract = Contracts.of(this.mapper, bean);
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(contract::typeScript)
			.withMessageContaining(message)
			.withMessageContaining(bean.getName())
			.satisfies((ex) -> assertThat(ex.action()).contains(action));
	}

	@SocketIONamespace("/board")
	@Emits(BoardEvents.class)
	static class BoardController {

		@OnEvent("add")
		Note add(Socket socket, NewNote draft) {
			throw new UnsupportedOperationException();
		}

		@OnEvent("move")
		void move(long id, Column column) {
		}

		record NewNote(String text, @Nullable String author) {
		}

		record Note(long id, String text, Column column, Instant written) {
		}

		enum Column {

			TODO, DOING, DONE

		}

	}

	interface BoardEvents {

		void added(BoardController.Note note);

		@EventName("moved to")
		void movedTo(long id, BoardController.Column column);

		BoardController.Column question(String text);

	}

	@SocketIONamespace("/team-chat")
	static class Dashed {

	}

	@SocketIONamespace("/team/chat")
	static class Joined {

		@OnEvent("a")
		void a() {
		}

	}

	@SocketIONamespace("/silent")
	@Emits({})
	static class Silent {

		@OnEvent("a")
		void a() {
		}

	}

	@Component
	@Emits(SampleBeans.ChatEvents.class)
	static class Stray {

	}

	@SocketIONamespace
	@Emits(String.class)
	static class Classy {

	}

	@SocketIONamespace
	@Emits(Overloads.class)
	static class Overloaded {

	}

	interface Overloads {

		void said(String text);

		@EventName("said")
		void saidTwice(String text, int times);

	}

	@SocketIONamespace
	static class Twice {

		@OnEvent("a")
		void a() {
		}

		@OnEvent("a")
		void b() {
		}

	}

}
