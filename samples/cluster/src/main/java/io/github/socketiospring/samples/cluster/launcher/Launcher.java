package io.github.socketiospring.samples.cluster.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code samples/cluster/run}.
 */
public final class Launcher {

	private Launcher() {
	}

	/**
	 * Runs the sample until the process is ended.
	 * @param arguments {@code --help} says which
	 */
	public static void main(String[] arguments) {
		if (List.of(arguments).contains("--help")) {
			System.out.print(Options.USAGE);
			return;
		}
		try {
			Options options = Options.parse(arguments);
			Programs.Found programs = Programs.ofThisMachine().find(options);
			Ports.require(options.port());
			Cluster cluster = new Cluster(programs, options.port(),
					Path.of("samples", "cluster", "target", "run", String.valueOf(options.port())).toAbsolutePath());
			Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop, "stop"));
			cluster.start();
			cluster.awaitEnd();
		}
		catch (LaunchException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
		catch (InterruptedException ex) {
			// Ended while it was starting.
		}
	}

}
