package io.github.socketiospring.benchmarks.cluster;

/**
 * What Redis has done up to a moment, or between two.
 *
 * @param inputBytes the bytes it has read
 * @param outputBytes the bytes it has written
 * @param commands the commands it has executed
 * @param cpuSeconds its CPU time
 */
record RedisFigures(long inputBytes, long outputBytes, long commands, double cpuSeconds) {

	/**
	 * Reads what {@code INFO stats cpu} says.
	 * @param info lines of names and values
	 * @throws IllegalArgumentException if something is missing
	 */
	static RedisFigures parse(String info) {
		return new RedisFigures((long) value(info, "total_net_input_bytes"),
				(long) value(info, "total_net_output_bytes"), (long) value(info, "total_commands_processed"),
				value(info, "used_cpu_sys") + value(info, "used_cpu_user"));
	}

	private static double value(String info, String name) {
		String start = name + ":";
		return info.lines()
			.filter((line) -> line.startsWith(start))
			.mapToDouble((line) -> Double.parseDouble(line.substring(start.length()).strip()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Redis does not tell " + name));
	}

	RedisFigures minus(RedisFigures other) {
		return new RedisFigures(this.inputBytes - other.inputBytes, this.outputBytes - other.outputBytes,
				this.commands - other.commands, this.cpuSeconds - other.cpuSeconds);
	}

}
