package io.github.socketiospring.samples.kotlin

import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import java.nio.file.Path
import kotlin.io.path.readText

class DocumentationTests {

	private val source = words(Path.of("src/main/kotlin/io/github/socketiospring/samples/kotlin/PollController.kt").readText())

	@Test
	fun `what docs show of this sample is what it does`() {
		val block = Path.of("../../docs/kotlin.md").readText().substringAfter("```kotlin\n").substringBefore("```")
		val functions = block.substringAfter("{\n").substringBeforeLast("}").split("\n\n").filter { it.isNotBlank() }
		assertThat(functions).hasSize(4).allSatisfy { assertThat(source).contains(words(it)) }
	}

	/** Without comments, and however it is indented. */
	private fun words(code: String) = code.replace(Regex("/\\*\\*.*?\\*/"), "").trim().replace(Regex("\\s+"), " ")

}
