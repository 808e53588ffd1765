package io.github.socketiospring.codec.msgpack;

import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.base.ParserMinimalBase;
import tools.jackson.core.exc.InputCoercionException;

/**
 * The numbers of a {@link MsgpackParser}: every one is kept as a {@code long} or a
 * {@code double}, and converted to what is asked for.
 */
abstract class NumberParser extends ParserMinimalBase {

	private NumberType type = NumberType.INT;

	/** An integer; one of 2^63 or more is negative. */
	private long integer;

	private double floating;

	NumberParser(ObjectReadContext context) {
		super(context);
	}

	/**
	 * Reads a number.
	 * @param data holds it
	 * @param position where it begins
	 * @param first its first byte
	 */
	final void readNumber(byte[] data, int position, int first) {
		switch (first) {
			case Format.FLOAT_32 -> {
				this.floating = Float.intBitsToFloat(Bytes.signed32(data, position + 1));
				this.type = NumberType.FLOAT;
			}
			case Format.FLOAT_64 -> {
				this.floating = Double.longBitsToDouble(Bytes.signed64(data, position + 1));
				this.type = NumberType.DOUBLE;
			}
			default -> {
				this.integer = Format.integer(data, position);
				if (first == Format.UNSIGNED_64 && this.integer < 0) {
					this.type = NumberType.BIG_INTEGER;
				}
				else {
					this.type = (this.integer == (int) this.integer) ? NumberType.INT : NumberType.LONG;
				}
			}
		}
	}

	@Override
	public @Nullable NumberType getNumberType() {
		return isNumber() ? this.type : null;
	}

	private boolean isNumber() {
		return this._currToken == JsonToken.VALUE_NUMBER_INT || this._currToken == JsonToken.VALUE_NUMBER_FLOAT;
	}

	@Override
	public NumberTypeFP getNumberTypeFP() {
		if (this._currToken != JsonToken.VALUE_NUMBER_FLOAT) {
			return NumberTypeFP.UNKNOWN;
		}
		return (this.type == NumberType.FLOAT) ? NumberTypeFP.FLOAT32 : NumberTypeFP.DOUBLE64;
	}

	@Override
	public boolean isNaN() {
		return this._currToken == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(this.floating);
	}

	@Override
	public Number getNumberValue() {
		numeric(NR_UNKNOWN);
		return number();
	}

	/** The number, whether it is the current token or a key. */
	final Number number() {
		return switch (this.type) {
			case INT -> (int) this.integer;
			case LONG -> this.integer;
			case BIG_INTEGER -> unsigned(this.integer);
			case FLOAT -> (float) this.floating;
			default -> this.floating;
		};
	}

	@Override
	public int getIntValue() {
		long value = wholeNumber(NR_INT, Integer.MIN_VALUE, Integer.MAX_VALUE);
		if (value != (int) value) {
			_reportOverflowInt();
		}
		return (int) value;
	}

	@Override
	public long getLongValue() {
		return wholeNumber(NR_LONG, Long.MIN_VALUE, Long.MAX_VALUE);
	}

	private long wholeNumber(int wanted, double min, double max) {
		return switch (numeric(wanted)) {
			case INT, LONG -> this.integer;
			case BIG_INTEGER -> throw overflow(wanted);
			default -> {
				// What is not a number is not between them either.
				if (!(this.floating >= min && this.floating <= max)) {
					throw overflow(wanted);
				}
				yield (long) this.floating;
			}
		};
	}

	private InputCoercionException overflow(int wanted) {
		Class<?> type = (wanted == NR_INT) ? int.class : long.class;
		return new InputCoercionException(this,
				"Numeric value (" + number() + ") out of range of `" + type.getName() + "`", this._currToken, type);
	}

	@Override
	public BigInteger getBigIntegerValue() {
		return switch (numeric(NR_BIGINT)) {
			case INT, LONG -> BigInteger.valueOf(this.integer);
			case BIG_INTEGER -> unsigned(this.integer);
			default -> finite(BigInteger.class).toBigInteger();
		};
	}

	@Override
	public float getFloatValue() {
		return (float) getDoubleValue();
	}

	@Override
	public double getDoubleValue() {
		return switch (numeric(NR_DOUBLE)) {
			case INT, LONG -> this.integer;
			case BIG_INTEGER -> unsigned(this.integer).doubleValue();
			default -> this.floating;
		};
	}

	@Override
	public BigDecimal getDecimalValue() {
		return switch (numeric(NR_BIGDECIMAL)) {
			case INT, LONG -> BigDecimal.valueOf(this.integer);
			case BIG_INTEGER -> new BigDecimal(unsigned(this.integer));
			default -> finite(BigDecimal.class);
		};
	}

	private NumberType numeric(int wanted) {
		if (!isNumber()) {
			throw _constructNotNumericType(this._currToken, wanted);
		}
		return this.type;
	}

	private BigDecimal finite(Class<?> type) {
		if (!Double.isFinite(this.floating)) {
			throw new InputCoercionException(this, "Not a finite number", this._currToken, type);
		}
		// Not what the float is exactly, but what both sides print.
		return new BigDecimal(number().toString());
	}

	private static BigInteger unsigned(long value) {
		return new BigInteger(Long.toUnsignedString(value));
	}

}
