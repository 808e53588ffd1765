package io.github.socketiospring.samples.kotlin

import io.github.socketiospring.Namespace
import io.github.socketiospring.Socket
import io.github.socketiospring.annotation.OnConnect
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.OnEventException
import io.github.socketiospring.annotation.SocketIONamespace
import io.github.socketiospring.awaitAck
import io.github.socketiospring.emitWithAckAwait
import io.github.socketiospring.emitWithAckFlow
import io.github.socketiospring.fetchSocketsAwait
import io.github.socketiospring.get
import io.github.socketiospring.launch
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlin.time.Duration.Companion.milliseconds

data class Question(val text: String, val choices: List<String> = listOf("yes", "no"))

data class Vote(val socketId: String?, val choice: String)

/** A show of hands: somebody asks, and the clients of all others answer. */
@SocketIONamespace("/poll")
class PollController {

	@OnConnect
	suspend fun joined(socket: Socket, namespace: Namespace) {
		socket.emit("welcome", namespace.fetchSocketsAwait().size)
	}

	/** The votes, counted when the last is there. */
	@OnEvent("count")
	suspend fun count(socket: Socket, question: Question): Map<String, Int> =
		socket.broadcast().emitWithAckAwait("question", question)
			.map { vote -> vote.get<String>(0) }
			.also { votes -> require(question.choices.containsAll(votes)) { "Somebody has made up an answer." } }
			.groupingBy { it }
			.eachCount()

	/** The votes, each with who has given it; the client receives them as one list. */
	@OnEvent("votes")
	fun votes(socket: Socket, question: Question): Flow<Vote> =
		socket.broadcast().emitWithAckFlow("question", question)
			.map { vote -> Vote(vote.socketId(), vote.arguments().get<String>(0)) }

	/** Asks one client whether it is still there; it has a default, so clients may leave it out. */
	@OnEvent("nudge")
	suspend fun nudge(socket: Socket, text: String = "Still there?"): String = socket.awaitAck<String>("nudge", text)

	/** Goes on beside the client's other events, and ends with its socket at the latest. */
	@OnEvent("countdown")
	fun countdown(socket: Socket, from: Int, everyMillis: Long = 1000) {
		socket.launch {
			for (seconds in from downTo 0) {
				socket.emit("countdown", seconds)
				delay(everyMillis.milliseconds)
			}
		}
	}

	@OnEventException
	suspend fun refused(ex: IllegalArgumentException): Map<String, String?> = mapOf("error" to ex.message)

}
