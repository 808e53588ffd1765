package app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.AutoConfigureSocketIOTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.address=127.0.0.1")
@AutoConfigureSocketIOTestClient
class ApplicationTests {

	@Autowired
	SocketIOTestClient.Builder clients;

	@LocalServerPort
	int port;

	@Test
	void answersAnEvent() {
		SocketIOTestClient client = this.clients.connect("/chat");
		assertThat(client.call("say", "it").get(0, String.class)).isEqualTo("heard it");
	}

	@Test
	void servesItsPortAndTheBrowserClient() throws Exception {
		assertThat(get("/socket.io/?EIO=4&transport=polling")).startsWith("0{\"sid\":\"");
		assertThat(get("/socket.io/socket.io.min.js")).contains("Socket.IO v4");
	}

	private String get(String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

}
