package io.github.socketiospring.admin;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * Admits clients to the admin namespace that know the password or have a session.
 * <p>
 * Passwords are slow to check, on purpose: there is one thread for it, and a short queue,
 * so that whoever tries many keeps one processor busy at most.
 */
public final class AdminLogin implements ConnectInterceptor, Disposable {

	/** The page knows this text. */
	static final String INVALID = "invalid credentials";

	private static final Log logger = LogFactory.getLog(AdminLogin.class);

	private static final int MAX_WAITING = 32;

	private static final int MAX_LENGTH = 256;

	private static final int SESSION_BYTES = 16;

	/** Those of npm's package have 16 digits. */
	private static final Pattern SESSION = Pattern.compile("[0-9a-f]{16,64}");

	private static final int SECONDS_IDLE = 60;

	private final AdminCredentials credentials;

	private final AdminSessions sessions;

	private final LoginAttempts attempts;

	/** Of pages that do not know of them yet, and may never learn of them. */
	private final Map<Socket, String> begun = Collections.synchronizedMap(new WeakHashMap<>());

	private final SecureRandom random = new SecureRandom();

	private final Scheduler scheduler = Schedulers.newBoundedElastic(1, MAX_WAITING, "socketio-admin", SECONDS_IDLE,
			true);

	/**
	 * Creates the log-in.
	 * @param credentials the user
	 * @param sessions who has logged in
	 * @param time the time of the timers
	 */
	public AdminLogin(AdminCredentials credentials, AdminSessions sessions, LongSupplier time) {
		this.credentials = credentials;
		this.sessions = sessions;
		this.attempts = new LoginAttempts(time);
	}

	@Override
	public Mono<Void> intercept(Socket socket) {
		return Mono.defer(() -> {
			JsonNode auth = socket.handshake().auth();
			String session = text(auth, "sessionId");
			String username = text(auth, "username");
			String password = text(auth, "password");
			boolean mayBeSession = session != null && SESSION.matcher(session).matches();
			if (!mayBeSession && (username == null || password == null)) {
				return refused();
			}
			String address = LoginAttempts.key(socket.handshake().remoteAddress());
			LoginAttempts.Outcome outcome = this.attempts.begin(address);
			if (outcome != LoginAttempts.Outcome.ALLOWED) {
				if (outcome == LoginAttempts.Outcome.REFUSED) {
					logger.warn("Too many attempts to log in to the admin namespace from one address, which is refused "
							+ "for a while: " + socket.client());
				}
				return refused();
			}
			Mono<Boolean> known = (mayBeSession && session != null) ? exists(session) : Mono.just(false);
			Mono<Boolean> loggedIn = (username != null && password != null) ? logIn(socket, address, username, password)
					: Mono.just(false);
			return known.flatMap((exists) -> exists ? Mono.just(true) : loggedIn).flatMap((letIn) -> {
				if (!letIn) {
					return refused();
				}
				this.attempts.takeBack(address);
				return Mono.empty();
			});
		});
	}

	private static @Nullable String text(JsonNode auth, String name) {
		JsonNode value = auth.path(name);
		String text = value.isString() ? value.stringValue() : null;
		return (text != null && !text.isEmpty() && text.length() <= MAX_LENGTH) ? text : null;
	}

	private static Mono<Void> refused() {
		return Mono.error(() -> new ConnectRefusedException(INVALID));
	}

	private Mono<Boolean> exists(String session) {
		return this.sessions.exists(session).defaultIfEmpty(false).onErrorResume((ex) -> {
			logger.warn("The session of an administrator cannot be looked up", ex);
			return Mono.just(false);
		});
	}

	private Mono<Boolean> logIn(Socket socket, String address, String username, String password) {
		return Mono.fromCallable(() -> this.credentials.match(username, password))
			.subscribeOn(this.scheduler)
			.onErrorResume(RejectedExecutionException.class, (ex) -> {
				// Too many wait. Nobody has judged this one.
				this.attempts.takeBack(address);
				logger.debug("An administrator is refused: too many passwords wait to be checked");
				return Mono.just(false);
			})
			.onErrorResume((ex) -> {
				logger.warn("The password of an administrator cannot be checked", ex);
				return Mono.just(false);
			})
			.flatMap((matches) -> matches ? begin(socket).thenReturn(true) : Mono.just(false));
	}

	private Mono<Void> begin(Socket socket) {
		byte[] bytes = new byte[SESSION_BYTES];
		this.random.nextBytes(bytes);
		String session = HexFormat.of().formatHex(bytes);
		logger.info("An administrator has logged in: " + socket.client());
		return this.sessions.save(session)
			.then(Mono.<Void>fromRunnable(() -> this.begun.put(socket, session)))
			.onErrorResume((ex) -> {
				logger.warn("An administrator is let in without a session, which cannot be saved", ex);
				return Mono.empty();
			});
	}

	/**
	 * Tells a page that has been let in of its session, if it has a new one. Not before:
	 * the page does not listen yet then, whatever npm's package does.
	 */
	void welcome(Socket page) {
		String session = this.begun.remove(page);
		if (session != null) {
			page.emit("session", session);
		}
	}

	@Override
	public void dispose() {
		this.scheduler.dispose();
	}

}
