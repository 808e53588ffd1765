package io.github.socketiospring.samples.kotlin

import io.github.socketiospring.contract.ContractGenerator
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import kotlin.io.path.readText

/** What suspend functions, flows, nullable types and defaults are in TypeScript. */
class ContractTests {

	@TempDir
	lateinit var folder: Path

	@Test
	fun `Kotlin's types say what may be left out`() {
		ContractGenerator.main("io.github.socketiospring.samples.kotlin.PollApplicationKt", folder.toString())
		assertThat(folder.resolve("socketio-events.ts").readText()).contains(
			"  count: (question: Question, ack: (answer: { [key: string]: number }) => void) => void;\n",
			"  countdown: (from: number, everyMillis?: number, ack?: () => void) => void;\n",
			"  nudge: (text: string | undefined, ack: (answer: string) => void) => void;\n",
			"  votes: (question: Question, ack: (answer: Vote[]) => void) => void;\n",
			"export interface Question {\n  text: string;\n  choices?: string[];\n}\n",
			"export interface Vote {\n  socketId: string | null;\n  choice: string;\n}\n",
		)
	}

}
