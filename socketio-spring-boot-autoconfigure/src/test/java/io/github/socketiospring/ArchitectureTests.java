package io.github.socketiospring;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packages point one way.
 */
@AnalyzeClasses(packages = "io.github.socketiospring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String BASE = "io.github.socketiospring";

	private static final String ANNOTATION = BASE + ".annotation";

	private static final String HANDSHAKE = BASE + ".handshake";

	private static final String CODEC = BASE + ".codec..";

	private static final String CODEC_TEXT = BASE + ".codec.text";

	private static final String CODEC_ENGINEIO = BASE + ".codec.engineio";

	private static final String CODEC_JSON = BASE + ".codec.json";

	private static final String CODEC_MSGPACK = BASE + ".codec.msgpack";

	private static final String CODEC_SOCKETIO = BASE + ".codec.socketio";

	private static final String CODEC_LEGACY = BASE + ".codec.legacy";

	private static final String ENGINE = BASE + ".engine..";

	private static final String TRANSPORT = BASE + ".transport..";

	private static final String ADAPTER = BASE + ".adapter";

	private static final String CLUSTER = BASE + ".adapter.cluster";

	private static final String WIRE = BASE + ".adapter.cluster.wire";

	private static final String REDIS = BASE + ".adapter.redis";

	private static final String POSTGRES = BASE + ".adapter.postgres";

	private static final String SERVER = BASE + ".server..";

	private static final String DISPATCH = BASE + ".dispatch..";

	private static final String SERVLET = BASE + ".servlet";

	private static final String SECURITY = BASE + ".security..";

	private static final String METRICS = BASE + ".metrics..";

	private static final String ACTUATE = BASE + ".actuate..";

	private static final String CONTRACT = BASE + ".contract";

	private static final String OBSERVATION = BASE + ".observation..";

	private static final String ADMIN = BASE + ".admin..";

	private static final String AUTOCONFIGURE = BASE + ".autoconfigure..";

	@ArchTest
	static final ArchRule codecNeedsOnlyTheJdkJacksonAndNettyBuffers = classes().that()
		.resideInAPackage(CODEC)
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "tools.jackson..", "io.netty.buffer..",
				"org.jspecify.annotations..", CODEC));

	@ArchTest
	static final ArchRule textCodecNeedsOnlyTheJdk = classes().that()
		.resideInAPackage(CODEC_TEXT)
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations..", CODEC_TEXT));

	@ArchTest
	static final ArchRule engineCodecNeedsOnlyText = ofOurs(CODEC_ENGINEIO, CODEC_ENGINEIO, CODEC_TEXT);

	@ArchTest
	static final ArchRule jsonCodecNeedsOnlyText = ofOurs(CODEC_JSON, CODEC_JSON, CODEC_TEXT);

	@ArchTest
	static final ArchRule msgpackCodecKnowsNoPackets = ofOurs(CODEC_MSGPACK, CODEC_MSGPACK, CODEC_JSON, CODEC_TEXT);

	@ArchTest
	static final ArchRule socketCodecKnowsNoProtocolOne = ofOurs(CODEC_SOCKETIO, CODEC_SOCKETIO, CODEC_ENGINEIO,
			CODEC_JSON, CODEC_MSGPACK, CODEC_TEXT);

	@ArchTest
	static final ArchRule legacyCodecBuildsOnTheOthers = ofOurs(CODEC_LEGACY, CODEC_LEGACY, CODEC_SOCKETIO,
			CODEC_ENGINEIO, CODEC_JSON, CODEC_TEXT);

	@ArchTest
	static final ArchRule publicApiPointsNowhere = ofOurs(BASE, BASE);

	@ArchTest
	static final ArchRule annotationsNeedOnlyTheApi = ofOurs(ANNOTATION, ANNOTATION, BASE);

	@ArchTest
	static final ArchRule handshakeNeedsOnlySpringsHttpTypesAndReactor = classes().that()
		.resideInAPackage(HANDSHAKE)
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations..", "reactor.core.publisher..",
				"org.springframework.http..", "org.springframework.util..", HANDSHAKE));

	@ArchTest
	static final ArchRule engineNeedsOnlyHandshakeAndTheCodecsOfItsLevel = ofOurs(ENGINE, ENGINE, HANDSHAKE,
			CODEC_ENGINEIO, CODEC_TEXT, CODEC_LEGACY);

	@ArchTest
	static final ArchRule onlyTheLegacyEngineKnowsTheFramingOfProtocolOne = noClasses().that()
		.resideInAPackage(ENGINE)
		.and()
		.resideOutsideOfPackage(BASE + ".engine.legacy")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(CODEC_LEGACY);

	@ArchTest
	static final ArchRule engineKnowsNoPacketsOfProtocolOne = noClasses().that()
		.resideInAPackage(ENGINE)
		.should()
		.dependOnClassesThat(resideInAPackage(CODEC_LEGACY)
			.and(DescribedPredicate.describe("are packets", (type) -> type.getSimpleName().contains("Packet"))));

	@ArchTest
	static final ArchRule engineKnowsNothingOfProtocol1 = noClasses().that()
		.resideInAnyPackage(BASE + ".engine", BASE + ".engine.revision")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(BASE + ".engine.legacy", BASE + ".codec.legacy");

	@ArchTest
	static final ArchRule transportNeedsOnlyEngineHandshakeAndCodec = ofOurs(TRANSPORT, TRANSPORT, ENGINE, HANDSHAKE,
			CODEC, BASE + ".adapter");

	@ArchTest
	static final ArchRule onlyForwardingKnowsOtherServers = noClasses().that()
		.resideInAPackage(TRANSPORT)
		.and()
		.resideOutsideOfPackage(BASE + ".transport.forward")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ADAPTER);

	@ArchTest
	static final ArchRule forwardingKnowsOnlyTheDirectoryOfServers = noClasses().that()
		.resideInAPackage(BASE + ".transport.forward")
		.should()
		.dependOnClassesThat(
				resideInAPackage(ADAPTER).and(not(belongToAnyOf(ServerDirectory.class, ServerRecord.class))));

	@ArchTest
	static final ArchRule servletNeedsOnlyWhatTransportsShare = ofOurs(SERVLET, SERVLET, BASE + ".transport.webflux");

	@ArchTest
	static final ArchRule servletApiIsOptional = noClasses().that()
		// The service for WebFlux on a servlet container is loaded only there.
		.resideOutsideOfPackages(SERVLET, SECURITY, AUTOCONFIGURE, BASE + ".transport.websocket")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..");

	@ArchTest
	static final ArchRule springMvcIsOptional = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web.servlet..");

	@ArchTest
	static final ArchRule adapterNeedsOnlyTheApi = ofOurs(ADAPTER, ADAPTER, BASE);

	@ArchTest
	static final ArchRule clusterNeedsOnlyAdapterAndJson = ofOurs(CLUSTER, CLUSTER, ADAPTER, BASE, CODEC_JSON,
			CODEC_SOCKETIO);

	@ArchTest
	static final ArchRule wireNeedsOnlyMessagesAndTheirCodecs = ofOurs(WIRE, WIRE, CLUSTER, ADAPTER, BASE, CODEC_JSON,
			CODEC_MSGPACK, CODEC_SOCKETIO, CODEC_TEXT);

	@ArchTest
	static final ArchRule wireKnowsOnlyTheMessagesOfTheCluster = noClasses().that()
		.resideInAPackage(WIRE)
		.should()
		.dependOnClassesThat(resideInAPackage(CLUSTER).and(not(belongToAnyOf(ClusterMessage.class))));

	@ArchTest
	static final ArchRule clusterKnowsOnlyTheReservedNamesOfTheSocketCodec = noClasses().that()
		.resideInAnyPackage(CLUSTER, WIRE)
		.should()
		.dependOnClassesThat(resideInAPackage(CODEC_SOCKETIO)
			.and(not(belongToAnyOf(io.github.socketiospring.codec.socketio.ReservedEvents.class))));

	@ArchTest
	static final ArchRule redisNeedsOnlyTheClusterAndJson = ofOurs(REDIS, REDIS, CLUSTER, WIRE, ADAPTER, BASE,
			CODEC_JSON);

	@ArchTest
	static final ArchRule redisIsOptional = noClasses().that()
		.resideOutsideOfPackages(REDIS, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.lettuce..", "org.springframework.data..", "org.springframework.boot.data..");

	@ArchTest
	static final ArchRule postgresNeedsOnlyTheClusterAndJson = ofOurs(POSTGRES, POSTGRES, CLUSTER, WIRE, ADAPTER, BASE,
			CODEC_JSON);

	@ArchTest
	static final ArchRule postgresIsOptional = noClasses().that()
		.resideOutsideOfPackages(POSTGRES, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.postgresql..", "java.sql..", "javax.sql..");

	@ArchTest
	static final ArchRule securityNeedsOnlyTheApi = ofOurs(SECURITY, SECURITY, BASE);

	@ArchTest
	static final ArchRule springSecurityIsOptional = noClasses().that()
		.resideOutsideOfPackages(SECURITY, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..");

	@ArchTest
	static final ArchRule actuateNeedsOnlyTheServerTheEngineAndTheHealthOfAdapters = ofOurs(ACTUATE, ACTUATE, BASE,
			SERVER, ENGINE, ADAPTER);

	@ArchTest
	static final ArchRule actuatorIsOptional = noClasses().that()
		.resideOutsideOfPackages(ACTUATE, CONTRACT, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..", ACTUATE);

	@ArchTest
	static final ArchRule observationNeedsOnlyTheApiAndTheEvents = ofOurs(OBSERVATION, OBSERVATION, BASE,
			BASE + ".server.event");

	@ArchTest
	static final ArchRule observationIsOptional = noClasses().that()
		.resideOutsideOfPackages(OBSERVATION, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(OBSERVATION, "org.slf4j..");

	@ArchTest
	static final ArchRule serverNeedsOnlyTheApiAdapterEngineAndCodec = ofOurs(SERVER, SERVER, BASE, HANDSHAKE, ADAPTER,
			ENGINE, CODEC);

	@ArchTest
	static final ArchRule metricsLookAtTheServerFromOutside = ofOurs(METRICS, METRICS, BASE, HANDSHAKE, ENGINE,
			BASE + ".server.event", CLUSTER, BASE + ".transport.flash");

	@ArchTest
	static final ArchRule adminLooksAtTheServerAndDoesWhatApplicationsCan = ofOurs(ADMIN, ADMIN, BASE, HANDSHAKE,
			ENGINE, BASE + ".server", BASE + ".server.event", BASE + ".server.limit", CODEC_JSON);

	@ArchTest
	static final ArchRule adminIsOptional = noClasses().that()
		.resideOutsideOfPackages(ADMIN, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ADMIN);

	@ArchTest
	static final ArchRule micrometerIsOptional = noClasses().that()
		.resideOutsideOfPackages(METRICS, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer.core..");

	@ArchTest
	static final ArchRule dispatchNeedsOnlyTheApiTheServerAndTheJsonCodec = ofOurs(DISPATCH, DISPATCH, BASE, ANNOTATION,
			BASE + ".codec.json", BASE + ".codec.socketio", SERVER);

	@ArchTest
	static final ArchRule dispatchKnowsOnlyTheReservedNamesOfTheSocketCodec = noClasses().that()
		.resideInAPackage(DISPATCH)
		.should()
		.dependOnClassesThat(resideInAPackage(BASE + ".codec.socketio")
			.and(not(belongToAnyOf(io.github.socketiospring.codec.socketio.ReservedEvents.class))));

	@ArchTest
	static final ArchRule contractNeedsOnlyTheApiAndTheDescriptionOfHandlers = ofOurs(CONTRACT, CONTRACT, BASE,
			DISPATCH);

	@ArchTest
	static final ArchRule contractKnowsOnlyTheDescriptionsOfTheDispatcher = noClasses().that()
		.resideInAPackage(CONTRACT)
		.should()
		.dependOnClassesThat(resideInAPackage(DISPATCH).and(
				DescribedPredicate.describe("are no descriptions", (type) -> !type.getName().contains("Description"))));

	@ArchTest
	static final ArchRule contractIsOptional = noClasses().that()
		.resideOutsideOfPackages(CONTRACT, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(CONTRACT);

	@ArchTest
	static final ArchRule nobodyNeedsTheAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(AUTOCONFIGURE);

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching(BASE + ".(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule webFluxAndChannelsStayInTheTransports = noClasses().that()
		// The log-out handler of an application is WebFlux's.
		.resideOutsideOfPackages(TRANSPORT, SERVLET, SECURITY, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "reactor.netty..", "io.netty.channel..", "io.netty.handler..",
				"io.netty.bootstrap..", "org.springframework.http.server..");

	@ArchTest
	static final ArchRule whatTransportsShareKnowsNoTransport = noClasses().that()
		.resideInAPackage(BASE + ".transport.webflux")
		.should()
		.dependOnClassesThat(resideInAPackage(TRANSPORT).and(not(resideInAPackage(BASE + ".transport.webflux"))))
		.because("a transport is a package and a row of the engine's table");

	@ArchTest
	static final ArchRule onlyRevisionsNamesARevision = noClasses().that()
		.doNotHaveSimpleName("Revisions")
		.and()
		.doNotHaveSimpleName("LegacySessions")
		.should()
		.dependOnClassesThat(resideInAPackage(BASE + ".engine.*").and(DescribedPredicate.describe(
				"are concrete revisions", (type) -> type.getSimpleName().endsWith("Revision") && !isNestedIn(type))))
		.because("the revision is chosen once, at the handshake");

	@ArchTest
	static final ArchRule nothingUsesTheStandardStreams = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

	@ArchTest
	static final ArchRule classesOutsideTheApiArePublicOnlyForOtherPackages = classes().that()
		.resideInAnyPackage(CODEC, ENGINE, TRANSPORT, SERVLET, SERVER, DISPATCH, CLUSTER, WIRE, REDIS, POSTGRES,
				METRICS, CONTRACT, ADMIN)
		.and()
		.haveModifier(JavaModifier.PUBLIC)
		.and()
		// Run by builds.
		.doNotHaveSimpleName("ContractGenerator")
		.and()
		.areTopLevelClasses()
		.should(beNeededByAnotherPackage());

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		Set<String> unmarked = classes.stream()
			.map(JavaClass::getPackage)
			.filter((candidate) -> candidate.getName().startsWith(BASE))
			.filter((candidate) -> !candidate.isAnnotatedWith(NullMarked.class))
			.map(JavaPackage::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(unmarked).isEmpty();
	}

	private static ArchRule ofOurs(String from, String... to) {
		return classes().that()
			.resideInAPackage(from)
			.should()
			.onlyDependOnClassesThat(not(resideInAPackage(BASE + "..")).or(resideInAnyPackage(to)))
			.allowEmptyShould(true);
	}

	private static boolean isNestedIn(JavaClass type) {
		return type.isNestedClass();
	}

	private static ArchCondition<JavaClass> beNeededByAnotherPackage() {
		return new ArchCondition<>("be needed by another package") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				if (!isUsedByAnotherPackage(type) && !isInSignatureOfPublicMember(type)
						&& !type.isAssignableTo(Throwable.class)) {
					events.add(SimpleConditionEvent.violated(type,
							type.getName() + " is public but no other package needs it"));
				}
			}
		};
	}

	private static boolean isUsedByAnotherPackage(JavaClass type) {
		return type.getPackage()
			.getClasses()
			.stream()
			.filter((candidate) -> candidate.equals(type) || candidate.getName().startsWith(type.getName() + "$"))
			.flatMap((candidate) -> candidate.getDirectDependenciesToSelf().stream())
			.map(Dependency::getOriginClass)
			.anyMatch((origin) -> !origin.getPackageName().equals(type.getPackageName()));
	}

	/** Lambdas of another package may implement it without naming it. */
	private static boolean isInSignatureOfPublicMember(JavaClass type) {
		return Stream
			.of(type.getMethodsWithParameterTypeOfSelf(), type.getConstructorsWithParameterTypeOfSelf(),
					type.getMethodsWithReturnTypeOfSelf())
			.flatMap(Set::stream)
			.filter((member) -> !member.getOwner().equals(type))
			.anyMatch((member) -> member.getModifiers().contains(JavaModifier.PUBLIC)
					&& member.getOwner().getModifiers().contains(JavaModifier.PUBLIC));
	}

}
