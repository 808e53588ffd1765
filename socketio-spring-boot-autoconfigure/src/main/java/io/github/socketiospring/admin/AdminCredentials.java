package io.github.socketiospring.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Predicate;

/**
 * The user name and password of the administrator.
 *
 * @param username the user name
 * @param password checks a password, however long that takes
 */
public record AdminCredentials(String username, Predicate<String> password) {

	/**
	 * Takes as long for a wrong user name as for a wrong password.
	 */
	boolean match(String givenUsername, String givenPassword) {
		boolean sameUser = MessageDigest.isEqual(givenUsername.getBytes(StandardCharsets.UTF_8),
				this.username.getBytes(StandardCharsets.UTF_8));
		boolean samePassword = this.password.test(givenPassword);
		return sameUser && samePassword;
	}

	/** Without what is nobody's business. */
	@Override
	public String toString() {
		return "AdminCredentials[]";
	}

}
