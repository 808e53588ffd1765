package io.github.socketiospring.dispatch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.InvalidPayloadException.Violation;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.validation.Errors;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bean Validation of handlers' parameters.
 */
@ExtendWith(OutputCaptureExtension.class)
class ArgumentValidationTests {

	private static LocalValidatorFactoryBean validator;

	private static Locale language = Locale.ENGLISH;

	private static int asked;

	@BeforeAll
	static void createValidator() {
		validator = new LocalValidatorFactoryBean();
		validator.afterPropertiesSet();
	}

	@AfterAll
	static void destroyValidator() {
		validator.close();
	}

	private static Dispatcher dispatcher() {
		return new Dispatcher().validator(validator).handshakes(new HandshakeValues() {

			@Override
			public boolean want(Class<?> type) {
				return type == Locale.class;
			}

			@Override
			public Object get(Socket socket, Class<?> type) {
				asked++;
				return language;
			}

		});
	}

	/** What is wrong with an event: fields and messages. */
	private static List<String> violations(Dispatcher dispatcher, String json) {
		return failure(dispatcher, json).violations()
			.stream()
			.map((violation) -> violation.field() + " " + violation.message())
			.toList();
	}

	private static InvalidPayloadException failure(Dispatcher dispatcher, String json) {
		return assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(() -> dispatcher.send(json))
			.actual();
	}

	static Stream<Named<List<String>>> invalid() {
		String blank = " must not be blank";
		return Stream.of(row("[\"plain\",\" \",0]", "room" + blank, "page must be greater than or equal to 1"),
				row("[\"plain\",\"a\",0]", "page must be greater than or equal to 1"),
				row("[\"missing\"]", "text must not be null"), row("[\"elements\",[\"a\",\"\"]]", "names[1]" + blank),
				row("[\"map\",{\"k\":[\"\"]}]", "lists[k][0]" + blank), row("[\"optional\",\"\"]", "name" + blank),
				row("[\"optional\"]", "name" + blank),
				row("[\"valid\",{\"text\":\"\",\"items\":[{\"name\":\"a\"},{\"name\":\"\"}]}]",
						"message.items[1].name" + blank, "message.text" + blank),
				row("[\"validOptional\",{\"text\":\"\"}]", "message.text" + blank),
				row("[\"validList\",[{\"text\":\"a\"},{\"text\":\"\"}]]", "messages[1].text" + blank),
				row("[\"validElements\",[{\"text\":\"a\"},{\"text\":\"\"}]]", "messages[1].text" + blank),
				row("[\"validArray\",[{\"text\":\"\"}]]", "messages[0].text" + blank),
				row("[\"rest\",{\"text\":\"a\"},{\"text\":\"\"}]", "messages[1].text" + blank),
				row("[\"fewRest\",\"a\",\"b\",\"c\"]", "rest size must be between 0 and 2"),
				row("[\"group\",{\"text\":\"\",\"id\":\"1\"}]", "message.id must be null or so"),
				row("[\"methodGroup\",\"1\"]", "id must be null or so"),
				row("[\"springList\",[{\"text\":\"\"}]]", "messages[0].text" + blank),
				row("[\"springMap\",{\"k\":{\"text\":\"\"}}]", "messages[k].text" + blank),
				row("[\"late\",\"\"]", "text" + blank), row("[\"reactive\",\"\"]", "text" + blank),
				row("[\"both\",{\"text\":\"\"}]", "message.text" + blank));
	}

	private static Named<List<String>> row(String event, String... violations) {
		List<String> row = new ArrayList<>(List.of(violations));
		row.add(0, event);
		return Named.of(event, row);
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void constraintsAreCheckedBeforeTheHandlerRuns(List<String> row) {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			assertThat(violations(dispatcher, row.get(0))).isEqualTo(row.subList(1, row.size()));
			assertThat(dispatcher.bean(Handlers.class).called).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"plain\",\"a\",1]", "[\"missing\",\"\"]", "[\"elements\",[\"a\"]]", "[\"elements\"]",
			"[\"map\",{\"k\":[\"v\"]}]", "[\"optional\",\"a\"]", "[\"valid\"]",
			"[\"valid\",{\"text\":\"a\",\"items\":[]}]", "[\"validOptional\"]", "[\"validList\",[null]]", "[\"rest\"]",
			"[\"fewRest\",\"a\",\"b\"]", "[\"group\",{\"text\":\"\"}]", "[\"methodGroup\",\"\"]",
			"[\"springMap\",{\"k\":null}]", "[\"late\",\"a\"]", "[\"reactive\",\"a\"]",
			"[\"unchecked\",{\"text\":\"\"}]" })
	void whatIsValidGetsThrough(String event) throws Throwable {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			dispatcher.send(event);
			assertThat(dispatcher.bean(Handlers.class).called).isOne();
		}
	}

	@Test
	void violationSaysAllButTheLogAndTheMessageNothingOfTheValue() {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			InvalidPayloadException failure = failure(dispatcher, "[\"valid\",{\"text\":\"secret too long\"}]");
			assertThat(failure.violations()).containsExactly(
					new Violation("message", "text", "size must be between 0 and 8", "Size", "secret too long"));
			assertThat(failure).hasMessage("invalid arguments: message.text size must be between 0 and 8");
			assertThat(failure.violations().toString()).doesNotContain("secret");
		}
	}

	@Test
	void exceptionHandlerGetsTheViolations() throws Throwable {
		try (Dispatcher dispatcher = dispatcher().start(Excepting.class)) {
			RecordingAck ack = dispatcher.send("[\"say\",\"\"]");
			assertThat(ack.answers()).containsExactly(List.of("room: must not be blank"));
		}
	}

	@Test
	void authOfAClientIsChecked() {
		JsonNodeFactory json = JsonNodeFactory.instance;
		try (Dispatcher dispatcher = dispatcher().auth(json.objectNode().put("token", "")).start(Joining.class)) {
			assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(dispatcher::connect)
				.withMessage("invalid arguments: auth.token must not be blank");
		}
	}

	@Test
	void handlersWithoutConstraintsHaveNoValidation() {
		ArgumentValidations validations = new ArgumentValidations(validator, HandshakeValues.NONE);
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			HandlerBean bean = HandlerBean.findAll(dispatcher.context.getBeanFactory())
				.stream()
				.filter((each) -> each.type() == Handlers.class)
				.findAny()
				.orElseThrow();
			bean.methods(OnEvent.class)
				.forEach((method, annotation) -> assertThat(validations.of(new BeanMethod(bean, method)) == null)
					.isEqualTo(annotation.value().equals("unchecked")));
		}
	}

	// Languages

	@Test
	void messagesAreInTheLanguageOfTheClient() {
		LocaleContextHolder.setLocale(Locale.ITALIAN);
		language = Locale.GERMAN;
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class, Proxied.class, MethodValidation.class)) {
			assertThat(violations(dispatcher, "[\"elements\",[\"\"]]"))
				.containsExactly("names[0] darf nicht leer sein");
			assertThat(violations(dispatcher, "[\"springList\",[{\"text\":\"\"}]]"))
				.containsExactly("messages[0].text darf nicht leer sein");
			assertThat(violations(dispatcher, "[\"proxied\",\"\",{}]")).containsExactly("room darf nicht leer sein",
					"message.text darf nicht leer sein");
			assertThat(LocaleContextHolder.getLocale()).isEqualTo(Locale.ITALIAN);
		}
		finally {
			language = Locale.ENGLISH;
			LocaleContextHolder.resetLocaleContext();
		}
	}

	// Proxies

	@ParameterizedTest
	@ValueSource(classes = { MethodValidation.class, AdaptingMethodValidation.class, NoMethodValidation.class })
	void classesThatAreValidatedByTheirProxyGiveTheSameAnswerAndAreValidatedOnce(Class<?> configuration)
			throws Throwable {
		try (Dispatcher dispatcher = dispatcher().start(Proxied.class, configuration)) {
			Counting.count = 0;
			dispatcher.send("[\"proxied\",\"a\",{\"text\":\"a\"}]");
			assertThat(Counting.count).isOne();
			InvalidPayloadException failure = failure(dispatcher, "[\"proxied\",\"\",{\"text\":\"\"}]");
			assertThat(failure.violations()).containsExactly(
					new Violation("room", "", "must not be blank", "NotBlank", ""),
					new Violation("message", "text", "must not be blank", "NotBlank", ""));
		}
	}

	@Test
	void whatAServiceThrowsIsNotTheClientsFault() {
		try (Dispatcher dispatcher = dispatcher().start(Proxied.class, MethodValidation.class, Service.class,
				Calling.class)) {
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> dispatcher.send("[\"call\",\"\"]"));
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> dispatcher.send("[\"result\"]"));
		}
	}

	@Test
	void interfaceProxies() throws Throwable {
		try (Dispatcher dispatcher = dispatcher().start(BehindInterface.class, InterfaceProxies.class)) {
			assertThat(violations(dispatcher, "[\"say\",\"\"]")).containsExactly("text must not be blank");
			dispatcher.send("[\"say\",\"a\"]");
		}
	}

	@Test
	void lazyBeansStayLazyUntilTheirFirstEvent() {
		LazyHandlers.created = 0;
		try (Dispatcher dispatcher = dispatcher().start(LazyHandlers.class)) {
			assertThat(LazyHandlers.created).isZero();
			assertThat(violations(dispatcher, "[\"say\",\"\"]")).containsExactly("text must not be blank");
			assertThat(LazyHandlers.created).isOne();
		}
	}

	@Test
	void genericSuperclasses() {
		try (Dispatcher dispatcher = dispatcher().start(Concrete.class)) {
			assertThat(violations(dispatcher, "[\"generic\",{\"text\":\"\"}]"))
				.containsExactly("value.text must not be blank");
		}
	}

	// Start-up

	@Test
	void constraintsThatContradictThoseOfAnInterfaceFailAtStartUp() {
		try (Dispatcher dispatcher = dispatcher()) {
			InvalidHandlerException failure = assertThatExceptionOfType(InvalidHandlerException.class)
				.isThrownBy(() -> dispatcher.start(Contradicting.class))
				.actual();
			assertThat(failure).hasMessageContaining("Contradicting.say(String) has constraints");
			assertThat(failure.action()).contains("where the method is declared first");
		}
	}

	@Test
	void withoutAValidatorHandlersWorkAndTheLogWarns(CapturedOutput output) throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Excepting.class)) {
			RecordingAck ack = dispatcher.send("[\"say\",\"\"]");
			assertThat(ack.answers()).containsExactly(List.of("said"));
		}
		assertThat(output).contains("Excepting.say(String) has constraints that nothing checks")
			.contains("spring-boot-starter-validation");
	}

	@Test
	void validatorOfTheApplicationIsAskedToo() {
		try (Dispatcher dispatcher = dispatcher().validator(new MoreThanBeanValidation()).start(Handlers.class)) {
			assertThat(violations(dispatcher, "[\"both\",{\"text\":\"\"}]"))
				.containsExactly("message.text must not be blank", "message.text not even a space");
			assertThat(violations(dispatcher, "[\"elements\",[\"\"]]")).containsExactly("names[0] must not be blank");
		}
	}

	// Bad input

	@Test
	void longArraysAreToldInShort() {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			InvalidPayloadException failure = failure(dispatcher, "[\"elements\",[" + "\"\",".repeat(999) + "\"\"]]");
			assertThat(failure.violations()).hasSize(20);
			assertThat(failure.getMessage()).hasSizeLessThan(20 * 600);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "elements", "validList", "springList" })
	void validationEndsBeforeAllMistakesOfAHugeArrayAreWorded(String event) {
		String element = event.equals("elements") ? "\"\"" : "{\"text\":\"\"}";
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			asked = 0;
			InvalidPayloadException failure = failure(dispatcher,
					"[\"" + event + "\",[" + (element + ",").repeat(50_000) + element + "]]");
			assertThat(failure.violations().size()).isLessThanOrEqualTo(20);
			assertThat(failure.getMessage()).hasSizeLessThan(20 * 600);
			assertThat(asked).isOne();
		}
	}

	@Test
	void keysOfTheClientAreShortened() {
		String key = "k".repeat(40_000);
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			assertThat(violations(dispatcher, "[\"map\",{\"" + key + "\":[\"\"]}]"))
				.containsExactly("lists[" + "k".repeat(50) + "…][0] must not be blank");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "${1+1}", "#{1+1}", "${validatedValue}", "{jakarta.validation.constraints.NotBlank.message}",
					"${''.getClass().forName('java.lang.Runtime')}", "{0}", "$", "\\\\" })
	void textOfTheClientIsNoTemplate(String text) {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			String value = text.replace("\\\\", "\\");
			assertThat(violations(dispatcher, "[\"echo\",\"" + text + "\"]")).containsExactly("text is not " + value);
			assertThat(violations(dispatcher, "[\"lists\",{\"" + text + "\":[\"\"]}]"))
				.containsExactly("lists[" + value + "][0] must not be blank");
		}
	}

	@Test
	void messagesThatRepeatTheValueAreShortened() {
		try (Dispatcher dispatcher = dispatcher().start(Handlers.class)) {
			assertThat(violations(dispatcher, "[\"echo\",\"" + "x".repeat(100_000) + "\"]"))
				.allSatisfy((violation) -> assertThat(violation).hasSizeLessThan(400));
		}
	}

	interface Creation {

	}

	record Item(@NotBlank String name) {

	}

	record Message(@NotBlank @Size(max = 8) String text, List<@Valid Item> items,
			@Size(max = 0, groups = Creation.class, message = "must be null or so") String id) {

	}

	record Auth(@NotBlank String token) {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.PARAMETER)
	@Constraint(validatedBy = Counting.class)
	@interface Counted {

		String message() default "counted";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	public static class Counting implements ConstraintValidator<Counted, Object> {

		static int count;

		@Override
		public boolean isValid(Object value, ConstraintValidatorContext context) {
			count++;
			return true;
		}

	}

	static class MoreThanBeanValidation implements SmartValidator {

		@Override
		public boolean supports(Class<?> type) {
			return true;
		}

		@Override
		public void validate(Object target, Errors errors, Object... hints) {
			validator.validate(target, errors, hints);
			errors.rejectValue("text", "space", "not even a space");
		}

		@Override
		public void validate(Object target, Errors errors) {
			validate(target, errors, new Object[0]);
		}

		@Override
		public <T> T unwrap(Class<T> type) {
			return validator.unwrap(type);
		}

	}

	@SocketIONamespace
	static class Handlers {

		int called;

		@OnEvent("plain")
		void plain(@NotBlank String room, Socket socket, @Min(1) int page, Ack ack) {
			this.called++;
		}

		@OnEvent("missing")
		void missing(@NotNull String text) {
			this.called++;
		}

		@OnEvent("elements")
		void elements(List<@NotBlank String> names) {
			this.called++;
		}

		@OnEvent("map")
		void map(Map<String, List<@NotBlank String>> lists) {
			this.called++;
		}

		@OnEvent("lists")
		void lists(Map<String, List<@NotBlank String>> lists) {
			this.called++;
		}

		@OnEvent("optional")
		void optional(Optional<@NotBlank String> name) {
			this.called++;
		}

		@OnEvent("valid")
		void valid(@Valid Message message) {
			this.called++;
		}

		@OnEvent("validOptional")
		void validOptional(@Valid Optional<Message> message) {
			this.called++;
		}

		@OnEvent("validList")
		void validList(@Valid List<Message> messages) {
			this.called++;
		}

		@OnEvent("validElements")
		void validElements(List<@Valid Message> messages) {
			this.called++;
		}

		@OnEvent("validArray")
		void validArray(@Valid Message[] messages) {
			this.called++;
		}

		@OnEvent("rest")
		void rest(@Valid Message... messages) {
			this.called++;
		}

		@OnEvent("fewRest")
		void fewRest(@Size(max = 2) String... rest) {
			this.called++;
		}

		@OnEvent("group")
		void group(@Validated(Creation.class) Message message) {
			this.called++;
		}

		@OnEvent("methodGroup")
		@Validated(Creation.class)
		void methodGroup(@Size(max = 0, groups = Creation.class, message = "must be null or so") @NotBlank String id) {
			this.called++;
		}

		@OnEvent("springList")
		void springList(@Validated List<Message> messages) {
			this.called++;
		}

		@OnEvent("springMap")
		void springMap(@Validated Map<String, Message> messages) {
			this.called++;
		}

		@OnEvent("late")
		void late(@NotBlank String text, Arguments all) {
			this.called++;
		}

		@OnEvent("reactive")
		Mono<String> reactive(@NotBlank String text) {
			this.called++;
			return Mono.just(text);
		}

		@OnEvent("both")
		void both(@Valid @Validated Message message) {
			this.called++;
		}

		@OnEvent("echo")
		void echo(@Pattern(regexp = "never", message = "is not ${validatedValue}") String text) {
			this.called++;
		}

		@OnEvent("unchecked")
		void unchecked(Message message) {
			this.called++;
		}

	}

	@SocketIONamespace
	static class Excepting {

		@OnEvent("say")
		String say(@NotBlank String room) {
			return "said";
		}

		@OnEventException
		String failed(InvalidPayloadException ex) {
			Violation violation = ex.violations().get(0);
			return violation.parameter() + ": " + violation.message();
		}

	}

	@SocketIONamespace
	static class Joining {

		@OnConnect
		void joined(@Valid Auth auth) {
		}

	}

	@SocketIONamespace
	@Validated
	static class Proxied {

		@OnEvent("proxied")
		void proxied(@NotBlank @Counted String room, @Valid Message message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MethodValidation {

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
			processor.setProxyTargetClass(true);
			processor.setValidator(validator);
			return processor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AdaptingMethodValidation {

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			MethodValidationPostProcessor processor = MethodValidation.methodValidation();
			processor.setAdaptConstraintViolations(true);
			return processor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoMethodValidation {

	}

	@Validated
	static class Service {

		void call(@NotBlank String text) {
		}

	}

	@SocketIONamespace
	@Validated
	static class Calling {

		private final Service service;

		Calling(Service service) {
			this.service = service;
		}

		@OnEvent("call")
		void call(@NotNull String text) {
			this.service.call(text);
		}

		@OnEvent("result")
		@NotNull
		String result() {
			return null;
		}

	}

	interface Saying {

		@OnEvent("say")
		void say(@NotBlank String text);

	}

	@SocketIONamespace
	static class BehindInterface implements Saying {

		@Override
		public void say(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxies {

		@Bean
		static org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator proxies() {
			var creator = new org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator();
			creator.setBeanNames("*ehindInterface");
			creator.setInterceptorNames("nothing");
			return creator;
		}

		@Bean
		static org.aopalliance.intercept.MethodInterceptor nothing() {
			return org.aopalliance.intercept.MethodInvocation::proceed;
		}

	}

	@SocketIONamespace
	static class Contradicting implements Saying {

		@Override
		public void say(@Size(max = 3) String text) {
		}

	}

	@SocketIONamespace
	@Lazy
	static class LazyHandlers {

		static int created;

		LazyHandlers() {
			created++;
		}

		@OnEvent("say")
		void say(@NotBlank String text) {
		}

	}

	abstract static class Generic<T> {

		@OnEvent("generic")
		void generic(@Valid T value) {
		}

	}

	@SocketIONamespace
	static class Concrete extends Generic<Message> {

	}

}
