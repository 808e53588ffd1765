package io.github.socketiospring.samples.kotlin

import io.github.socketiospring.get
import io.github.socketiospring.test.SocketIOTestClient
import io.github.socketiospring.test.autoconfigure.SocketIOTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired

@SocketIOTest(PollController::class)
class PollControllerTests(@param:Autowired private val clients: SocketIOTestClient.Builder) {

	private fun voter(choice: String): SocketIOTestClient {
		val client = clients.connect("/poll")
		client.answer("question") { choice }
		return client
	}

	@Test
	fun `welcomes with how many there are`() {
		assertThat(clients.connect("/poll").await("welcome").get<Int>(0)).isEqualTo(1)
		assertThat(clients.connect("/poll").await("welcome").get<Int>(0)).isEqualTo(2)
	}

	@Test
	fun `counts the votes of the others`() {
		val ada = clients.connect("/poll")
		voter("yes")
		voter("no")
		val bob = voter("yes")
		val answer = ada.call("count", Question("More tea?"))
		assertThat(answer.get<Map<String, Int>>(0)).isEqualTo(mapOf("yes" to 2, "no" to 1))
		assertThat(bob.await("question").get<Question>(0)).isEqualTo(Question("More tea?", listOf("yes", "no")))
	}

	@Test
	fun `says who has voted`() {
		val ada = clients.connect("/poll")
		val bob = voter("tea")
		val votes = ada.call("votes", mapOf("text" to "Tea or coffee?", "choices" to listOf("tea", "coffee")))
		assertThat(votes.get<List<Vote>>(0)).containsExactly(Vote(bob.id(), "tea"))
	}

	@Test
	fun `refuses answers that nobody has offered`() {
		val ada = clients.connect("/poll")
		voter("perhaps")
		val answer = ada.call("count", Question("More tea?"))
		assertThat(answer.get<Map<String, String>>(0)).containsEntry("error", "Somebody has made up an answer.")
	}

	@Test
	fun `waits for the client that has asked`() {
		val ada = clients.connect("/poll")
		ada.answer("nudge") { arguments -> "Yes: ${arguments.get<String>(0)}" }
		assertThat(ada.call("nudge").get<String>(0)).isEqualTo("Yes: Still there?")
		assertThat(ada.call("nudge", "Hello?").get<String>(0)).isEqualTo("Yes: Hello?")
	}

	@Test
	fun `counts down`() {
		val ada = clients.connect("/poll")
		ada.call("countdown", 2, 1)
		assertThat(List(3) { ada.await("countdown").get<Int>(0) }).containsExactly(2, 1, 0)
	}

}
