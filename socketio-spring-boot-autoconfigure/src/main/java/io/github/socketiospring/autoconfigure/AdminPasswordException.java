package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Thrown at start-up if no password is set for the admin namespace, or one that is not
 * safe. The message does not contain the password, which may be plain text.
 */
final class AdminPasswordException extends RuntimeException {

	private static final String ENCODE = "Encode a password with bcrypt, for example by \"spring encodepassword\" of "
			+ "Spring Boot's command line, or by \"htpasswd -nBC 10 admin\", and set socketio.admin.password to what "
			+ "follows the colon, which begins with $2y$, or to any encoding of Spring Security with {bcrypt}, {pbkdf2}, "
			+ "{scrypt} or {argon2} in front.";

	private final String action;

	private AdminPasswordException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	static AdminPasswordException missing() {
		return new AdminPasswordException(
				"socketio.admin.enabled is true, and socketio.admin.username or socketio.admin.password is not set",
				"Set both: nobody is let in without. " + ENCODE, null);
	}

	static AdminPasswordException notEncoded() {
		return new AdminPasswordException(
				"socketio.admin.password is a plain text, or encoded in a way that is too quick to try", ENCODE, null);
	}

	static AdminPasswordException unusable(Throwable cause) {
		return new AdminPasswordException("socketio.admin.password cannot be used: " + cause.getClass().getName(),
				"Add the library that this encoding needs, which is org.bouncycastle:bcprov-jdk18on for {scrypt} and "
						+ "{argon2}, or take another one. " + ENCODE,
				cause);
	}

	static AdminPasswordException noEncoder() {
		return new AdminPasswordException(
				"socketio.admin.enabled is true, and there is nothing that could check a password",
				"Add org.springframework.security:spring-security-crypto to the dependencies; it protects nothing by "
						+ "itself, so the application's other requests are served as before.",
				null);
	}

	/**
	 * Says what to do.
	 */
	static final class Analyzer extends AbstractFailureAnalyzer<AdminPasswordException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AdminPasswordException cause) {
			return new FailureAnalysis(cause.getMessage() + ".", cause.action, cause);
		}

	}

}
