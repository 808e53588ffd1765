package io.github.socketiospring

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle

/**
 * Emits an event and waits for the acknowledgement of the client, or of all clients, without holding a thread.
 * Cancelling the coroutine forgets the request.
 *
 * @param event the event's name, not one of the reserved names
 * @param arguments the event's arguments
 * @return what the client has answered, or all of the clients
 * @throws AckException if the answer does not come in time, or the socket disconnects first
 * @see Emitter.emitWithAck
 */
suspend fun <A : Any> Emitter<A>.emitWithAckAwait(event: String, vararg arguments: Any?): A =
	emitWithAck(event, *arguments).awaitSingle()

/**
 * Emits an event, waits for the client's acknowledgement, and binds its first argument.
 *
 * @param T the type of the answer
 * @param event the event's name, not one of the reserved names
 * @param arguments the event's arguments
 * @return the answer
 * @throws AckException if the answer does not come in time, or the socket disconnects first
 * @throws InvalidPayloadException if the answer has no arguments, or the first does not fit the type
 * @see Emitter.emitWithAck
 */
suspend inline fun <reified T : Any> Emitter<Arguments>.awaitAck(event: String, vararg arguments: Any?): T =
	emitWithAckAwait(event, *arguments).get<T>(0)

/**
 * Emits an event and hands on the acknowledgements as they come, each time the flow is collected.
 *
 * @param event the event's name, not one of the reserved names
 * @param arguments the event's arguments
 * @return the answers in order of arrival; fails with an [AckException] if not all come in time
 * @see BroadcastOperator.emitWithAckStream
 */
fun BroadcastOperator.emitWithAckFlow(event: String, vararg arguments: Any?): Flow<SocketAnswer> =
	emitWithAckStream(event, *arguments).asFlow()
