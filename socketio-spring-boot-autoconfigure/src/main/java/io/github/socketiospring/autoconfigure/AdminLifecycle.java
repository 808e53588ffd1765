package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.admin.SocketIOAdmin;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the admin namespace with the server.
 */
final class AdminLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(AdminLifecycle.class);

	private static final String HOSTED = "https://admin.socket.io";

	private final SocketIOAdmin admin;

	private final String page;

	private volatile boolean running;

	/**
	 * Creates the life cycle.
	 * @param admin what it starts
	 * @param page says where the page is
	 */
	AdminLifecycle(SocketIOAdmin admin, String page) {
		this.admin = admin;
		this.page = page;
	}

	/**
	 * Says where the page is, and what keeps it from connecting.
	 * @param ui the page that this application serves
	 * @param cors the other origins that may connect
	 */
	static String page(SocketIOAdminProperties.Ui ui, SocketIOProperties.Cors cors) {
		if (ui.location() != null) {
			return "The admin page is at " + ui.path();
		}
		boolean allowed = Boolean.TRUE.equals(cors.allowCredentials())
				&& (cors.allowedOrigins().contains(HOSTED) || !cors.allowedOriginPatterns().isEmpty());
		return allowed ? "The admin page is " + HOSTED
				: "The admin page is " + HOSTED + ", which may not connect: set socketio.cors.allowed-origins to "
						+ HOSTED + " and socketio.cors.allow-credentials to true, or serve the page from here with "
						+ "socketio.admin.ui.location";
	}

	@Override
	public void start() {
		this.admin.start();
		logger.info(this.page);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.admin.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return SocketIOLifecycle.PHASE;
	}

}
