package io.github.socketiospring.handshake;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionIds}.
 */
class SessionIdsTests {

	private final SessionIds ids = new SessionIds();

	@Test
	void idsAreTwentyUrlSafeCharactersAndNeverTheSame() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			String id = this.ids.next();
			assertThat(id).matches("[A-Za-z0-9_-]{20}");
			assertThat(seen.add(id)).isTrue();
		}
	}

	@Test
	void everyCharacterOfAnIdIsRandom() {
		BitSet[] seen = new BitSet[20];
		for (int i = 0; i < seen.length; i++) {
			seen[i] = new BitSet();
		}
		for (int i = 0; i < 5_000; i++) {
			String id = this.ids.next();
			for (int position = 0; position < seen.length; position++) {
				seen[position].set(id.charAt(position));
			}
		}
		assertThat(seen).allSatisfy((characters) -> assertThat(characters.cardinality()).isEqualTo(64));
	}

}
