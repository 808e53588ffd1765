package io.github.socketiospring.samples.jwt;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.github.socketiospring.test.ConnectErrorException;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.AutoConfigureSocketIOTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who may do what with which token.
 */
@SpringBootTest
@AutoConfigureSocketIOTestClient
class ChatControllerTests {

	@Autowired
	SocketIOTestClient.Builder clients;

	@Value("${sample.jwt.key}")
	String key;

	private SocketIOTestClient connect(String user, String scope) {
		return this.clients.auth(Map.of("token", token(user, scope, Duration.ofHours(1)))).connect("/chat");
	}

	@Test
	void aUserIsFoundByTheToken() {
		SocketIOTestClient ada = connect("ada", "");
		SocketIOTestClient bob = connect("bob", "");
		assertThat(ada.call("whisper", "bob", "Hello").get(0, String.class)).isEqualTo("sent");
		assertThat(bob.await("whispered").get(0, String.class)).isEqualTo("ada");
		assertThat(ada.takeReceived()).isEmpty();
	}

	@Test
	void onlyWhoHasTheScopeAnnounces() {
		SocketIOTestClient ada = connect("ada", "");
		assertThat(ada.call("announce", "Hear").get(0, String.class)).isEqualTo("You may not do that");
		assertThat(connect("eve", "announce").call("announce", "Hear").get(0, String.class)).isEqualTo("announced");
		assertThat(ada.await("announced").get(0, String.class)).isEqualTo("Hear");
	}

	@Test
	void strangersAreRefused() {
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(() -> this.clients.connect("/chat"))
			.withMessage("Log in first");
		String old = token("ada", "", Duration.ofHours(-1));
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.auth(Map.of("token", old)).connect("/chat"))
			.withMessage("Authentication failed");
	}

	@Test
	void aClientIsDisconnectedWhenItsTokenExpires() {
		SocketIOTestClient ada = this.clients.auth(Map.of("token", token("ada", "", Duration.ofSeconds(2))))
			.connect("/chat");
		assertThat(ada.awaitDisconnect()).isEqualTo("io server disconnect");
	}

	private String token(String user, String scope, Duration validity) {
		Instant now = Instant.now();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(user)
			.claim("scope", scope)
			.issuedAt(now.minus(Duration.ofDays(1)))
			.expiresAt(now.plus(validity))
			.build();
		return new NimbusJwtEncoder(new ImmutableSecret<>(this.key.getBytes()))
			.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

}
