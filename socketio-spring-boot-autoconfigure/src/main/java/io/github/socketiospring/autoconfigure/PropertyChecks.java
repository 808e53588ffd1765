package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Refuses values of the {@code socketio} properties that cannot work, by an exception
 * that names the property, the value and what is possible.
 */
final class PropertyChecks {

	/** The sum of two must fit into 31 bits of milliseconds, a limit of browsers. */
	private static final Duration MAX_DURATION = Duration.ofDays(12);

	private PropertyChecks() {
	}

	static int threshold(String key, DataSize value) {
		if (value.isNegative() || value.toBytes() > Integer.MAX_VALUE) {
			throw invalid(key, value, "A threshold is between 0B and 2GB");
		}
		return (int) value.toBytes();
	}

	static long size(String key, DataSize value) {
		if (value.toBytes() < 1 || value.toBytes() > 1 << 30) {
			throw invalid(key, value, "A size is between 1B and 1GB");
		}
		return value.toBytes();
	}

	static Duration positive(String key, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MAX_DURATION) > 0) {
			throw invalid(key, text(value), "A time is between 1ms and 12d; without a unit, milliseconds are meant");
		}
		return value;
	}

	static Duration notNegative(String key, Duration value) {
		if (value.isNegative() || value.compareTo(MAX_DURATION) > 0) {
			throw invalid(key, text(value), "A time is between 0s and 12d");
		}
		return value;
	}

	/** As one writes it in a configuration file. */
	static String text(Duration value) {
		return DurationStyle.SIMPLE.print(value, ChronoUnit.MILLIS);
	}

	static int atLeast(int min, String key, int value) {
		if (value < min) {
			throw invalid(key, value, "The least possible value is " + min);
		}
		return value;
	}

	static InvalidConfigurationPropertyValueException invalid(String key, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("socketio." + key, value, reason);
	}

}
