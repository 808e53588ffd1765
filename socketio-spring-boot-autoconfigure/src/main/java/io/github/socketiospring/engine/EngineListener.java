package io.github.socketiospring.engine;

/**
 * The layer above the engine.
 */
@FunctionalInterface
public interface EngineListener {

	/**
	 * A session has opened.
	 * @param session the session
	 * @return takes what the session receives
	 */
	SessionListener opened(EngineSession session);

}
