package io.github.socketiospring.server

import io.github.socketiospring.AckException
import io.github.socketiospring.Arguments
import io.github.socketiospring.ConnectRefusedException
import io.github.socketiospring.InvalidPayloadException
import io.github.socketiospring.Namespace
import io.github.socketiospring.Socket
import io.github.socketiospring.SocketIOServer
import io.github.socketiospring.annotation.OnConnect
import io.github.socketiospring.annotation.OnDisconnect
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.OnEventException
import io.github.socketiospring.annotation.SocketIONamespace
import io.github.socketiospring.awaitAck
import io.github.socketiospring.data
import io.github.socketiospring.emitWithAckAwait
import io.github.socketiospring.emitWithAckFlow
import io.github.socketiospring.fetchRoomsAwait
import io.github.socketiospring.fetchSocketsAwait
import io.github.socketiospring.get
import io.github.socketiospring.getOrNull
import io.github.socketiospring.launch
import io.github.socketiospring.serverSideEmitWithAckAwait
import io.github.socketiospring.useAwait
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.yield
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList

/** Handlers that are coroutines, and use what is there for them. */
@SocketIONamespace
class Coroutines {

	val log = CopyOnWriteArrayList<String>()

	/** Lets the handlers of "wait" go on. */
	@Volatile
	private var gate = CompletableDeferred<Unit>()

	val jobEnded = CompletableFuture<Boolean>()

	fun open() = gate.complete(Unit)

	fun reset() {
		log.clear()
		gate = CompletableDeferred()
	}

	@OnConnect
	suspend fun joined(socket: Socket) {
		socket.data()["answer"] = 42
		yield()
		log += "joined"
	}

	@OnDisconnect
	suspend fun left() {
		yield()
		log += "left"
	}

	@OnEvent("wait")
	suspend fun waitForGate(text: String): String {
		log += "begin $text"
		gate.await()
		log += "end $text"
		return text
	}

	@OnEvent("plain")
	fun plain(text: String) {
		log += "plain $text"
	}

	@OnEvent("ask")
	suspend fun ask(socket: Socket): Int = socket.awaitAck<Int>("question", 20) + 1

	@OnEvent("askForAll")
	suspend fun askForAll(socket: Socket): List<Any?> {
		val answer: Arguments = socket.emitWithAckAwait("question", 20)
		return listOf(answer.get<List<Int>>(0), answer.getOrNull<String>(1), answer.getOrNull<String>(2))
	}

	@OnEvent("askEverybody")
	fun askEverybody(namespace: Namespace, socket: Socket): Flow<String> =
		namespace.to(socket.id()).emitWithAckFlow("question", 20)
			.map { "${it.socketId() == socket.id()} ${it.arguments().get<Int>(0)}" }

	@OnEvent("cluster")
	suspend fun cluster(namespace: Namespace, socket: Socket): List<Any?> {
		socket.join("attic")
		val found = namespace.to("attic").fetchSocketsAwait().single()
		return listOf(
			found.id() == socket.id(), found.data<Int>("answer"), found.data<Int>("nothing"),
			namespace.fetchRoomsAwait().toList(), namespace.serverSideEmitWithAckAwait("hello").size,
		)
	}

	@OnEvent("job")
	fun job(socket: Socket) {
		socket.launch {
			try {
				awaitCancellation()
			} finally {
				jobEnded.complete(true)
			}
		}
	}

	@OnEvent("failingJob")
	fun failingJob(socket: Socket) {
		socket.launch {
			yield()
			throw IllegalStateException("job")
		}
	}

	@OnEvent("fail")
	suspend fun fail(): String {
		yield()
		throw IllegalStateException("event")
	}

	@OnEventException
	suspend fun failed(ex: IllegalStateException): String {
		yield()
		log += "failed ${ex.message}"
		return "failed"
	}

	@OnEventException
	suspend fun unanswered(ex: AckException) {
		yield()
		log += "unanswered"
	}

	@OnEventException
	suspend fun misfit(ex: InvalidPayloadException): String = "misfit"

	companion object {

		/** Lets in who has a token. */
		@JvmStatic
		fun guard(io: SocketIOServer) {
			io.of("/members").useAwait { socket ->
				yield()
				when (socket.handshake().auth().path("token").asString()) {
					"good" -> Unit
					"broken" -> throw IllegalStateException("secret")
					else -> throw ConnectRefusedException("members only")
				}
			}
		}

	}

}
