package io.github.socketiospring.benchmarks.start;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts in the ways, and clients connect.
 */
@Timeout(120)
class StartUpWaysTests {

	@Test
	void measuresAStartAndItsClients() throws Exception {
		// The classes are in directories here, so nothing can be shared.
		String table = StartUpWays.compare(Way.of(17, Path.of("unused")).subList(0, 1), 1, 20);

		assertThat(table.lines()).hasSize(3);
		assertThat(table).containsPattern("as it comes \\| [1-9][\\d,]* \\| [1-9][\\d,]* \\| [1-9]");
	}

	@Test
	void laterReleasesHaveMoreWays() {
		List<Way> earlier = Way.of(17, Path.of("archives"));
		List<Way> later = Way.of(25, Path.of("archives"));

		assertThat(earlier).extracting(Way::name)
			.containsExactly("as it comes", "processed ahead of time", "class data archive",
					"class data archive, processed ahead of time");
		assertThat(later).hasSize(8).containsAll(earlier);
		assertThat(later).filteredOn((way) -> !way.training().isEmpty())
			.extracting(Way::training)
			.doesNotHaveDuplicates();
	}

}
