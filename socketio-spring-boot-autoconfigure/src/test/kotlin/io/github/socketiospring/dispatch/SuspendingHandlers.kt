package io.github.socketiospring.dispatch

import io.github.socketiospring.Ack
import io.github.socketiospring.Socket
import io.github.socketiospring.annotation.OnConnect
import io.github.socketiospring.annotation.OnEvent
import io.github.socketiospring.annotation.OnEventException
import io.github.socketiospring.annotation.SocketIONamespace
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.yield
import reactor.core.publisher.Mono
import kotlin.coroutines.coroutineContext

@SocketIONamespace
open class SuspendingHandlers {

    var joined: String? = null

    @OnConnect
    suspend fun joined(socket: Socket) {
        yield()
        joined = socket.id()
    }

    @OnEvent("value")
    suspend fun value(socket: Socket, text: String, number: Int?): String {
        yield()
        return "$text $number"
    }

    @OnEvent("nothing")
    suspend fun nothing() {
        yield()
    }

    @OnEvent("nothingWithAck")
    suspend fun nothingWithAck(ack: Ack) {
        yield()
    }

    @OnEvent("null")
    suspend fun nothingFound(): String? {
        yield()
        return null
    }

    @OnEvent("mono")
    suspend fun mono(): Mono<String> = Mono.just("mono")

    @OnEvent("deferred")
    fun deferred(): Deferred<String> = CompletableDeferred("deferred")

    @OnEvent("context")
    suspend fun context(): String? = coroutineContext[ReactorContext]?.context?.get("key")

    @OnEvent("failure")
    suspend fun failure(): String {
        yield()
        throw IllegalStateException("failure")
    }

    @OnEvent("plain")
    fun plain(text: String?, number: Int): String = "$text $number"

    @OnEventException
    suspend fun failed(ex: IllegalStateException): String {
        yield()
        return "handled ${ex.message}"
    }

}
