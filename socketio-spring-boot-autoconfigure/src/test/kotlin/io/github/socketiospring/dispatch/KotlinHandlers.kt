package io.github.socketiospring.dispatch

import io.github.socketiospring.Arguments
import io.github.socketiospring.InvalidPayloadException
import io.github.socketiospring.Socket
import io.github.socketiospring.annotation.OnConnect
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.OnEventException
import io.github.socketiospring.annotation.SocketIONamespace
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.yield
import org.springframework.security.access.AccessDeniedException
import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.security.core.context.ReactiveSecurityContextHolder

@JvmInline
value class Room(val name: String)

/** What parameters may be; each function says what it was given. */
@SocketIONamespace
open class KotlinParameters {

	@OnEvent("required")
	open fun required(text: String): String = text

	@OnEvent("suspendRequired")
	open suspend fun suspendRequired(text: String): String = text

	@OnEvent("nullable")
	open fun nullable(text: String?, number: Int?): String = "$text $number"

	@OnEvent("default")
	open fun default(text: String = "none", number: Int = 7): String = "$text $number"

	@OnEvent("suspendDefault")
	open suspend fun suspendDefault(text: String = "none", number: Int = 7): String {
		yield()
		return "$text $number"
	}

	@OnEvent("failingDefault")
	open fun failingDefault(number: Int = 7): String = throw IllegalStateException("failed with $number")

	@OnEvent("late")
	open fun late(all: Arguments, text: String, number: Int = 7): String = "${all.size()} $text $number"

	@OnEvent("vararg")
	open fun rest(first: String, vararg others: String): String = first + others.toList()

	@OnEvent("suspendVararg")
	open suspend fun suspendRest(first: String, vararg others: Int): String = first + others.toList()

	@OnEvent("room")
	open fun room(room: Room): String = room.name

	@OnEvent("suspendRoom")
	open suspend fun suspendRoom(room: Room): String = room.name

	@OnEvent("roomAndDefault")
	open fun roomAndDefault(room: Room, number: Int = 7): String = "${room.name} $number"

	@OnEvent("receiver")
	open fun Socket.receiver(text: String): String = "${id()} $text"

	@OnEventException
	open fun misfit(ex: InvalidPayloadException): String = "misfit: ${ex.message}"

	@OnEventException
	open suspend fun failed(ex: IllegalStateException): String = "failed: ${ex.message}"

}

@SocketIONamespace
open class KotlinAuth {

	var connected: String? = null

	@OnConnect
	suspend fun joined(auth: Map<String, String>) {
		connected = auth["token"]
	}

	@OnEventException
	fun misfit(ex: InvalidPayloadException) {
		connected = ex.message
	}

}

@SocketIONamespace
open class Flows {

	var collected = 0

	@OnEvent("flow")
	fun flow(): Flow<Int> = flow {
		repeat(3) {
			yield()
			collected++
			emit(it)
		}
	}

	@OnEvent("suspendFlow")
	suspend fun suspendFlow(): Flow<String> = flowOf("a", "b")

	@OnEvent("empty")
	fun empty(): Flow<String> = emptyFlow()

	@OnEvent("context")
	fun context(): Flow<String?> = flow {
		emit(currentCoroutineContext()[ReactorContext]?.context?.get<String>("key"))
	}

	@OnEvent("failing")
	fun failing(): Flow<String> = flow {
		emit("a")
		throw IllegalStateException("behind a")
	}

	@OnEventException
	fun failed(ex: IllegalStateException): Flow<String> = flowOf("failed", ex.message!!)

}

@SocketIONamespace
open class KotlinSecured {

	@OnEvent("secret")
	@PreAuthorize("hasRole('ADMIN')")
	open suspend fun secret(): String {
		yield()
		return "secret by " + ReactiveSecurityContextHolder.getContext().awaitSingle().authentication!!.name
	}

	@OnEvent("secrets")
	@PreAuthorize("hasRole('ADMIN')")
	open fun secrets(): Flow<String> = flowOf("a", "secret")

	@OnEventException
	open suspend fun denied(ex: AccessDeniedException): String {
		yield()
		return "denied"
	}

}

@SocketIONamespace
class SuspendingDeferred {

	@OnEvent("say")
	suspend fun say(): Deferred<String> = CompletableDeferred("late")

}
