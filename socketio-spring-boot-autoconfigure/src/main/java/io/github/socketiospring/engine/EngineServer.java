package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.handshake.SessionIdGenerator;
import io.github.socketiospring.handshake.SessionIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.MultiValueMap;

/**
 * All sessions, and the checks every request passes. Knows nothing of HTTP servers or of
 * Socket.IO, so it can be used alone. Safe for use by any thread.
 */
public final class EngineServer {

	/**
	 * How long a session that its client has closed is kept for a request that may be
	 * under way.
	 */
	static final Duration LAST_REQUEST_TIMEOUT = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(EngineServer.class);

	private static final String SHUTTING_DOWN = "Server shutting down";

	private final EngineOptions options;

	private final RevisionChooser revisions;

	private final RequestFilter filter;

	private final EngineListener listener;

	private final TimerWheel timers;

	private final EngineWatcher watcher;

	private final IssuedIds ids;

	private final Map<String, DefaultEngineSession> sessions = new ConcurrentHashMap<>();

	/** Sessions whose client may have a request under way that is to be answered. */
	private final Map<String, DefaultEngineSession> closedSessions = new ConcurrentHashMap<>();

	private final SessionQuota quota;

	private volatile boolean accepting = true;

	/** Sends the clients away; {@code null} before, and when they have gone. */
	private volatile @Nullable Drain drain;

	/**
	 * Creates an engine whose sessions have random ids.
	 * @param options how it behaves
	 * @param revisions chooses the revision of each client
	 * @param filter asked before a session is opened
	 * @param listener the layer above
	 * @param timers runs the heartbeats; started and closed by the caller
	 */
	public EngineServer(EngineOptions options, RevisionChooser revisions, RequestFilter filter, EngineListener listener,
			TimerWheel timers) {
		this(options, revisions, filter, randomIds(), listener, timers, EngineWatcher.NONE);
	}

	/**
	 * Creates an engine.
	 * @param options how it behaves
	 * @param revisions chooses the revision of each client
	 * @param filter asked before a session is opened
	 * @param ids makes the ids of sessions
	 * @param listener the layer above
	 * @param timers runs the heartbeats; started and closed by the caller
	 * @param watcher looks at the sessions
	 */
	public EngineServer(EngineOptions options, RevisionChooser revisions, RequestFilter filter, SessionIdGenerator ids,
			EngineListener listener, TimerWheel timers, EngineWatcher watcher) {
		this.watcher = watcher;
		this.ids = new IssuedIds(ids);
		this.options = options;
		this.revisions = revisions;
		this.filter = filter;
		this.listener = listener;
		this.timers = timers;
		this.quota = new SessionQuota(options, watcher);
	}

	private static SessionIdGenerator randomIds() {
		SessionIds random = new SessionIds();
		return (request) -> random.next();
	}

	/**
	 * Returns how the engine behaves.
	 * @return the options
	 */
	public EngineOptions options() {
		return this.options;
	}

	/**
	 * Returns what runs the timers of all sessions.
	 * @return the timers
	 */
	public TimerWheel timers() {
		return this.timers;
	}

	/**
	 * Returns the sessions that have not ended.
	 * @return a view, in no order, which may change while it is looked at
	 */
	public Collection<? extends EngineSession> sessions() {
		return Collections.unmodifiableCollection(this.sessions.values());
	}

	EngineWatcher watcher() {
		return this.watcher;
	}

	/**
	 * Returns the number of open sessions.
	 * @return the number
	 */
	public int size() {
		return this.sessions.size();
	}

	/**
	 * Checks a request, in the reference server's order.
	 * @param method the HTTP method
	 * @param query the decoded query parameters
	 * @param origin the {@code Origin} header, or {@code null}
	 * @param upgrade whether the request asks for a WebSocket
	 * @return what the request is
	 * @throws RequestRefusedException if it cannot be served
	 */
	public RequestCheck check(String method, MultiValueMap<String, String> query, @Nullable String origin,
			boolean upgrade) {
		Transport transport = this.options.transports().find(query.getFirst("transport"));
		if (transport == null) {
			throw new RequestRefusedException(RequestError.UNKNOWN_TRANSPORT);
		}
		if (origin != null && hasIllegalCharacter(origin)) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		String sid = query.getFirst("sid");
		if (sid != null && !sid.isEmpty()) {
			return existing(sid, transport, method, query, upgrade);
		}
		refuse(transport.rule().check(method, upgrade, true));
		if (!this.accepting) {
			throw new ServerBusyException(SHUTTING_DOWN);
		}
		return new RequestCheck.Handshake(revision(query), transport);
	}

	private RequestCheck existing(String sid, Transport transport, String method, MultiValueMap<String, String> query,
			boolean upgrade) {
		DefaultEngineSession session = findServed(sid);
		if (session == null) {
			throw new RequestRefusedException(RequestError.UNKNOWN_SID);
		}
		refuse(transport.rule().check(method, upgrade, false));
		String current = session.connection().transport();
		if (!current.equals(transport.name())
				&& !this.options.transports().upgradesOf(current).contains(transport.name())) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		if (this.revisions.choose(query) != session.revision()) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		return new RequestCheck.Existing(session, transport);
	}

	private static void refuse(@Nullable RequestError error) {
		if (error != null) {
			throw new RequestRefusedException(error);
		}
	}

	private @Nullable DefaultEngineSession findServed(String sid) {
		DefaultEngineSession session = this.sessions.get(sid);
		if (session != null) {
			session.heartbeat().check();
			session = this.sessions.get(sid);
		}
		// In the opposite order to that of a session that ends, so that it is found.
		return (session != null) ? session : this.closedSessions.get(sid);
	}

	private ProtocolRevision revision(MultiValueMap<String, String> query) {
		ProtocolRevision revision = this.revisions.choose(query);
		if (revision == null) {
			throw new RequestRefusedException(RequestError.UNSUPPORTED_PROTOCOL_VERSION);
		}
		return revision;
	}

	/** What Node's HTTP parser calls an invalid header character. */
	private static boolean hasIllegalCharacter(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Asks the application whether a client may open a session.
	 * @param request the request
	 * @return completes if it may; otherwise a {@link RequestRefusedException}
	 */
	public Mono<Void> allow(EngineRequest request) {
		return Mono.defer(() -> this.filter.check(request)).onErrorMap(EngineServer::refusal);
	}

	private static RequestRefusedException refusal(Throwable exception) {
		if (exception instanceof RequestRefusedException refused) {
			return refused;
		}
		logger.error("A request filter failed; the client is refused", exception);
		return new RequestRefusedException(RequestError.FORBIDDEN);
	}

	/**
	 * Opens a session. Its {@linkplain TransportSession#openingMessage opening message}
	 * must be written before the layer above is {@linkplain TransportSession#opened
	 * told}.
	 * @param revision the client's generation
	 * @param request the request
	 * @param connection carries the session
	 * @return the session
	 * @throws ServerBusyException if no session can be opened now
	 */
	public TransportSession open(ProtocolRevision revision, EngineRequest request, TransportConnection connection) {
		if (!this.accepting) {
			throw new ServerBusyException(SHUTTING_DOWN);
		}
		this.quota.occupy(request.remoteAddress());
		try {
			return this.ids.issue(request, (id) -> register(id, revision, request, connection));
		}
		catch (RuntimeException ex) {
			this.quota.release(request.remoteAddress());
			throw ex;
		}
	}

	private @Nullable DefaultEngineSession register(String id, ProtocolRevision revision, EngineRequest request,
			TransportConnection connection) {
		DefaultEngineSession session = new DefaultEngineSession(this, id, revision, request, connection);
		boolean free = !this.closedSessions.containsKey(id) && this.sessions.putIfAbsent(id, session) == null;
		return free ? session : null;
	}

	/**
	 * Opens a session on a framed connection: writes the opening message and tells the
	 * layer above.
	 * @param revision the client's generation
	 * @param request the request
	 * @param connection carries the session
	 * @throws ServerBusyException if no session can be opened now
	 */
	public void openFramed(ProtocolRevision revision, EngineRequest request, FramedConnection connection) {
		TransportSession session = open(revision, request, connection);
		connection.write(session.openingMessage());
		connection.receiveWith(session);
		connection.attach(session);
		session.opened();
	}

	/**
	 * Finds a session that has not ended.
	 * @param sid its id
	 * @return the session, or {@code null} if there is none
	 */
	public @Nullable TransportSession find(String sid) {
		return this.sessions.get(sid);
	}

	void remove(DefaultEngineSession session, boolean requestExpected) {
		if (requestExpected) {
			this.closedSessions.put(session.id(), session);
			this.timers.schedule(LAST_REQUEST_TIMEOUT, session::forget);
			if (hasStopped()) {
				session.forget();
			}
		}
		if (this.sessions.remove(session.id(), session)) {
			this.quota.release(session.request().remoteAddress());
		}
	}

	void forget(DefaultEngineSession session) {
		this.closedSessions.remove(session.id(), session);
	}

	EngineListener listener() {
		return this.listener;
	}

	/**
	 * Tells whether clients may open sessions.
	 * @return {@code false} once it is stopping, until it is started again
	 */
	public boolean isAccepting() {
		return this.accepting;
	}

	/** Whether no session may be open any more. */
	boolean hasStopped() {
		return !this.accepting && this.drain == null;
	}

	/**
	 * Accepts new sessions, as it does from the beginning.
	 */
	public void start() {
		this.accepting = true;
		endDrain();
	}

	/**
	 * Accepts no more sessions and closes those that are open.
	 */
	public void stop() {
		this.accepting = false;
		endDrain();
		closeAll();
	}

	/**
	 * Accepts no more sessions and closes those that are open one after the other, evenly
	 * over some time: their clients connect again elsewhere, and not all at once. Until
	 * its turn has come, a session is served as before. Returns at once.
	 * @param time how long it takes, unless the clients go by themselves; zero for no
	 * time, and then all of them are closed by the calling thread
	 * @param done called when no session is left, or when the engine is {@link #stop()
	 * stopped} or started meanwhile; by whichever thread that is, so it must not block
	 */
	public void stop(Duration time, Runnable done) {
		if (time.isZero()) {
			stop();
			done.run();
			return;
		}
		endDrain();
		Drain next = new Drain(this, this.sessions.values(), time, () -> {
			if (!this.accepting) {
				this.drain = null;
				closeAll();
			}
			done.run();
		});
		this.drain = next;
		this.accepting = false;
		next.begin();
	}

	private void endDrain() {
		Drain current = this.drain;
		if (current != null) {
			current.end();
			this.drain = null;
		}
	}

	/** A session that is ending has told everybody. */
	void ended() {
		Drain current = this.drain;
		if (current != null && this.sessions.isEmpty()) {
			current.end();
		}
	}

	private void closeAll() {
		for (DefaultEngineSession session : new ArrayList<>(this.sessions.values())) {
			session.close(CloseReason.SERVER_SHUTTING_DOWN, null);
		}
		new ArrayList<>(this.closedSessions.values()).forEach(DefaultEngineSession::forget);
	}

}
