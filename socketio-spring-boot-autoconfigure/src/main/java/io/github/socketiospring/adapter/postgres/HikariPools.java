package io.github.socketiospring.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.ProxyConnection;

import org.springframework.util.ClassUtils;

/**
 * Tells HikariCP, if the application has it, that a connection does not come back. It
 * logs a warning with a stack trace when it finds that out by itself.
 */
final class HikariPools {

	private static final boolean PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			HikariPools.class.getClassLoader());

	private HikariPools() {
	}

	/**
	 * Takes a connection out of its pool.
	 * @param source where it comes from
	 * @param pooled the connection, as the source has given it
	 * @return {@code false} if it belongs to no pool of HikariCP
	 */
	static boolean evict(DataSource source, Connection pooled) throws SQLException {
		return PRESENT && Hikari.evict(source, pooled);
	}

	/** Is loaded only where HikariCP is. */
	private static final class Hikari {

		static boolean evict(DataSource source, Connection pooled) throws SQLException {
			if (!(pooled instanceof ProxyConnection) || !source.isWrapperFor(HikariDataSource.class)) {
				return false;
			}
			source.unwrap(HikariDataSource.class).evictConnection(pooled);
			return true;
		}

	}

}
