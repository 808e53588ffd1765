package io.github.socketiospring;

/**
 * The generations of clients, by the protocol they speak.
 */
public enum Revision {

	/** Engine.IO 4 and Socket.IO protocol 5: socket.io-client 3.x and 4.x. */
	EIO4,

	/** Engine.IO 3 and Socket.IO protocols 3 and 4: socket.io-client 1.x and 2.x. */
	EIO3,

	/** Socket.IO protocol 1: socket.io-client 0.7 to 0.9. */
	V1

}
