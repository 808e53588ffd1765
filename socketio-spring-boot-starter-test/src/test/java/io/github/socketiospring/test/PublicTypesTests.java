package io.github.socketiospring.test;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests see nothing of the library's inside, and little of this module's.
 */
@AnalyzeClasses(packagesOf = { SocketIOTestClient.class, SocketIOTest.class },
		importOptions = ImportOption.DoNotIncludeTests.class)
class PublicTypesTests {

	private static final String INSIDE = "io\\.github\\.socketiospring\\.(codec|engine|server|transport)\\..*";

	@ArchTest
	static void publicMembersShowNoInsideType(JavaClasses classes) {
		Stream<JavaMember> shown = classes.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.flatMap((type) -> type.getMembers().stream())
			.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC));
		assertThat(shown.filter((member) -> types(member).anyMatch((type) -> type.matches(INSIDE)))).isEmpty();
	}

	private static Stream<String> types(JavaMember member) {
		return member.getAllInvolvedRawTypes().stream().map((type) -> type.getBaseComponentType().getName());
	}

	@ArchTest
	static void publicTypesAreFew(JavaClasses classes) {
		Stream<JavaClass> visible = classes.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isNestedClass());
		assertThat(visible.map(JavaClass::getSimpleName).sorted()).containsExactly("AutoConfigureSocketIO",
				"AutoConfigureSocketIOTestClient", "ClientLoopBlockHoundIntegration", "ConnectErrorException",
				"ReceivedEvent", "SocketIOTest", "SocketIOTestClient", "SocketIOTestClientAutoConfiguration");
	}

}
