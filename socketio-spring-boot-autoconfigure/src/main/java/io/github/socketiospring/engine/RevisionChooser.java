package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * Chooses the revision of a new session, the only time anybody asks which it is.
 */
@FunctionalInterface
public interface RevisionChooser {

	/**
	 * Chooses a revision.
	 * @param query the query of the request that opens the session
	 * @return the revision, or {@code null} if the client's is not offered
	 */
	@Nullable ProtocolRevision choose(MultiValueMap<String, String> query);

}
