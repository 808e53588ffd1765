package io.github.socketiospring.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Writes the contract of an application to files, for a build. The application is
 * configured as always, by its own {@code main} method, but only the beans are created
 * that handlers are described with, and nothing is started: no port is opened, no
 * database, Redis or broker is asked, no runner is called.
 */
public final class ContractGenerator {

	private static final String USAGE = "Arguments: the class with the application's main method, the folder for "
			+ ContractFiles.TYPE_SCRIPT + " and " + ContractFiles.ASYNC_API
			+ ", and any arguments for the application, such as --spring.profiles.active=dev";

	private ContractGenerator() {
	}

	/**
	 * Writes the files. Ends normally when they are there.
	 * @param arguments the name of the application's class; the folder, which is created;
	 * any others are the application's own
	 * @throws Exception if the application cannot be configured, or a file not be written
	 */
	public static void main(String... arguments) throws Exception {
		if (arguments.length < 2) {
			throw new IllegalArgumentException(USAGE);
		}
		// It would start the application anew, with another class loader.
		System.setProperty("spring.devtools.restart.enabled", "false");
		Class<?> application = ClassUtils.forName(arguments[0], null);
		ContractFiles files = new ContractFiles(Path.of(arguments[1]));
		String[] others = Arrays.copyOfRange(arguments, 2, arguments.length);
		try {
			SpringApplication.withHook((springApplication) -> new ContractRunListener(files),
					() -> run(application, others));
		}
		catch (SpringApplication.AbandonedRunException ex) {
			// As it should be.
		}
		if (!files.areWritten()) {
			throw new IllegalStateException(application.getName() + " serves no Socket.IO clients: it has to run a "
					+ "SpringApplication with a web server, and with socketio.enabled, which is the default");
		}
	}

	/** As it is run without us. */
	private static void run(Class<?> application, String... arguments) {
		Method main = main(application);
		if (main == null) {
			SpringApplication.run(application, arguments);
			return;
		}
		ReflectionUtils.makeAccessible(main);
		try {
			main.invoke(null, (main.getParameterCount() == 0) ? new Object[0] : new Object[] { arguments });
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowRuntimeException(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable Method main(Class<?> application) {
		Method main = ReflectionUtils.findMethod(application, "main", String[].class);
		return (main != null) ? main : ReflectionUtils.findMethod(application, "main");
	}

}
