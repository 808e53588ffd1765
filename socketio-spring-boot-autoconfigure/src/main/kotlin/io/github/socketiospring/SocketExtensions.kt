package io.github.socketiospring

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.reactor.mono
import reactor.core.Disposable

/**
 * Starts a coroutine beside the handlers of this socket's events; it is cancelled when the socket disconnects, at the
 * latest. It begins on the calling thread and must not block. Its exceptions go where those of other jobs go.
 *
 * @param block the coroutine
 * @return cancels it; disposed already if the socket has gone
 * @throws IllegalStateException if the socket has `socketio.limits.max-jobs-per-socket` jobs already
 * @see Socket.spawn
 */
fun Socket.launch(block: suspend CoroutineScope.() -> Unit): Disposable =
	spawn(mono(Dispatchers.Unconfined, block))

/**
 * Binds one entry of [RemoteSocket.data] to a type.
 *
 * @param T the type
 * @param key the entry's key
 * @return the value, or `null` if there is no such entry
 */
inline fun <reified T : Any> RemoteSocket.data(key: String): T? = data(key, T::class.java)
