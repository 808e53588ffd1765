package io.github.socketiospring.e2e.conformance;

import java.util.Set;

import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.RevisionChooser;
import io.github.socketiospring.engine.revision.Revisions;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/**
 * Serves clients that say which revision they speak. A server that offers Engine.IO 3
 * takes all others for old clients; the suites for Engine.IO 4 want them refused.
 */
@Component
@Primary
class NamedRevisions implements RevisionChooser {

	private static final Set<String> NAMES = Set.of("3", "4");

	private final RevisionChooser revisions;

	NamedRevisions(Revisions revisions) {
		this.revisions = revisions;
	}

	@Override
	public @Nullable ProtocolRevision choose(MultiValueMap<String, String> query) {
		String name = query.getFirst("EIO");
		return (name != null && NAMES.contains(name)) ? this.revisions.choose(query) : null;
	}

}
