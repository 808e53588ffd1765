package io.github.socketiospring.e2e.cluster;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The pool of an application with a database. It is made here and not by Spring Boot,
 * because that would want one in the applications of all other tests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(PostgresSource.PROPERTY)
class PostgresSource {

	/** Where the database is. */
	static final String PROPERTY = "e2e.postgres.url";

	/** No more than a server is said to need. */
	private static final int CONNECTIONS = 2;

	@Bean
	DataSource dataSource(@Value("${" + PROPERTY + "}") String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(CONNECTIONS);
		return pool;
	}

}
