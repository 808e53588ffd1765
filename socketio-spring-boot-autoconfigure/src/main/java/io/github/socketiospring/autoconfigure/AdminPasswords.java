package io.github.socketiospring.autoconfigure;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks passwords against an encoded one, if that is slow enough to be safe.
 */
final class AdminPasswords {

	private static final Log logger = LogFactory.getLog(AdminPasswords.class);

	/** What Spring Security takes by default; each step less halves the time of a try. */
	private static final int LEAST_COST = 10;

	private static final Pattern COST_OF_BCRYPT = Pattern.compile("(?:\\{bcrypt})?\\$2[aby]?\\$(\\d\\d)\\$.*");

	private static final String HASH_OF_BCRYPT = "\\$2[aby]?\\$\\d\\d\\$[./0-9A-Za-z]{53}";

	private static final Pattern BCRYPT = Pattern.compile(HASH_OF_BCRYPT);

	private static final String BASE64 = "[A-Za-z0-9+/]+=*";

	/** Spring Security knows others, which are for passwords of former times. */
	private static final Pattern DELEGATED = Pattern
		.compile("\\{bcrypt}" + HASH_OF_BCRYPT + "|\\{pbkdf2(?:@SpringSecurity_v5_8)?}(?:[0-9a-f]{2}){32,}"
				+ "|\\{scrypt(?:@SpringSecurity_v5_8)?}\\$[0-9a-f]+\\$" + BASE64 + "\\$" + BASE64
				+ "|\\{argon2(?:@SpringSecurity_v5_8)?}\\$argon2(?:id|i|d)\\$(?:[A-Za-z0-9+/=,]+\\$)+" + BASE64);

	private AdminPasswords() {
	}

	/**
	 * Returns what checks a password. Logs a warning if the encoding is bcrypt, and quick
	 * to try.
	 * @param encoded the encoded password
	 * @throws AdminPasswordException if it is not encoded, or not well
	 */
	static Predicate<String> check(String encoded) {
		warnOfLowCost(encoded);
		if (BCRYPT.matcher(encoded).matches()) {
			BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
			return (password) -> bcrypt.matches(password, encoded);
		}
		if (!DELEGATED.matcher(encoded).matches()) {
			throw AdminPasswordException.notEncoded();
		}
		PasswordEncoder delegating = PasswordEncoderFactories.createDelegatingPasswordEncoder();
		try {
			// Some encodings need another library.
			delegating.matches("none", encoded);
		}
		catch (RuntimeException | LinkageError ex) {
			throw AdminPasswordException.unusable(ex);
		}
		return (password) -> delegating.matches(password, encoded);
	}

	private static void warnOfLowCost(String encoded) {
		Matcher bcrypt = COST_OF_BCRYPT.matcher(encoded);
		if (bcrypt.matches() && Integer.parseInt(bcrypt.group(1)) < LEAST_COST) {
			logger.warn("socketio.admin.password is encoded by bcrypt with a cost of " + bcrypt.group(1)
					+ ": whoever gets to see it can try passwords quickly. Encode it anew with a cost of " + LEAST_COST
					+ " or more, for example by \"htpasswd -nBC " + LEAST_COST + " admin\", of which it is what "
					+ "follows the colon.");
		}
	}

}
