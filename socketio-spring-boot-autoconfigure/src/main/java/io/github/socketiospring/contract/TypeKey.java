package io.github.socketiospring.contract;

import tools.jackson.databind.JavaType;

/**
 * Names a type of the application: what is read may look different from what is written.
 *
 * @param type the type
 * @param direction whether it is read or written
 * @param itself of a type with subtypes that can be instantiated, too, that alone
 */
record TypeKey(JavaType type, Direction direction, boolean itself) {

	TypeKey in(Direction other) {
		return new TypeKey(this.type, other, this.itself);
	}

	/** As the server sees it. */
	enum Direction {

		/** From clients. */
		READ,

		/** For clients. */
		WRITTEN

	}

}
