package io.github.socketiospring

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono

/**
 * Asks all servers for the selected sockets.
 *
 * @return the sockets in no particular order, each a snapshot
 * @throws MissingServersException if a server does not answer in time
 * @see BroadcastOperator.fetchSockets
 */
suspend fun BroadcastOperator.fetchSocketsAwait(): List<RemoteSocket> = fetchSockets().awaitSingle()

/**
 * Asks all servers for the rooms of this namespace that have members.
 *
 * @return the rooms that sockets have joined, without those named after each socket
 * @throws MissingServersException if a server does not answer in time
 * @see Namespace.fetchRooms
 */
suspend fun Namespace.fetchRoomsAwait(): Set<String> = fetchRooms().awaitSingle()

/**
 * Emits an event to the other servers of the cluster and waits for an answer from each of them.
 *
 * @param event the event's name
 * @param arguments the event's arguments
 * @return the answers in order of arrival
 * @throws AckException if not all servers have answered within 10 seconds
 * @see Namespace.serverSideEmitWithAck
 */
suspend fun Namespace.serverSideEmitWithAckAwait(event: String, vararg arguments: Any?): List<Arguments> =
	serverSideEmitWithAck(event, *arguments).awaitSingle()

/**
 * Adds a check that every client passes before it joins. It runs on an event loop and must not block; it is cancelled
 * if the client leaves before it is decided.
 *
 * @param check lets the client join when it returns; a [ConnectRefusedException] is told to the client, any other
 * exception only as "Connection refused"
 * @return this namespace
 * @see Namespace.use
 */
fun Namespace.useAwait(check: suspend (Socket) -> Unit): Namespace =
	use { socket -> mono(Dispatchers.Unconfined) { check(socket) }.then() }
