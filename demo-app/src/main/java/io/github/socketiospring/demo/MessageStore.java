package io.github.socketiospring.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the latest messages of the chat that remembers, in a database that outlives the
 * application. Blocks, as JDBC does.
 */
@Repository
class MessageStore {

	static final int MAX_MESSAGES = 1000;

	private final JdbcClient jdbc;

	MessageStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Transactional
	StoredMessage add(String nickname, String text, Instant at) {
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql("insert into message (nickname, text, at) values (?, ?, ?)")
			.params(nickname, text, at.atOffset(ZoneOffset.UTC))
			.update(key, "id");
		long id = key.getKeyAs(Long.class);
		this.jdbc.sql("delete from message where id <= ?").param(id - MAX_MESSAGES).update();
		return new StoredMessage(id, nickname, text, at);
	}

	/**
	 * Returns the last messages before another, in the order they were written.
	 */
	List<StoredMessage> before(long id, int count) {
		return this.jdbc.sql("select * from (select * from message where id < ? order by id desc limit ?) order by id")
			.params(id, count)
			.query(StoredMessage.class)
			.list();
	}

	record StoredMessage(long id, String nickname, String text, Instant at) {
	}

}
