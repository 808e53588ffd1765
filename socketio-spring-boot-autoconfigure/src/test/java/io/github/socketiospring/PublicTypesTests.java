package io.github.socketiospring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.socketiospring.admin.AdminSessions;
import io.github.socketiospring.dispatch.HandlerCall;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications import, and that it shows them nothing of what lies behind it: the
 * inside may change with any release.
 */
@AnalyzeClasses(packages = "io.github.socketiospring", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicTypesTests {

	private static final String BASE = "io.github.socketiospring";

	private static final Set<String> PACKAGES = Set.of(BASE, BASE + ".annotation", BASE + ".handshake",
			BASE + ".adapter", BASE + ".security", BASE + ".autoconfigure");

	/** What applications implement or are given of other packages. */
	private static final Set<String> TYPES = Set.of(HandlerMethodArgumentResolver.class.getName(),
			HandlerCall.class.getName(), AdminSessions.class.getName());

	/** Of this package those types that say whose they are. */
	private static final String OBSERVATION = BASE + ".observation";

	@ArchTest
	static final ArchRule whatUsersImportShowsNothingOfTheInside = classes()
		.that(DescribedPredicate.describe("are for users", PublicTypesTests::isForUsers))
		.and(DescribedPredicate.describe("can be seen", PublicTypesTests::isVisible))
		.should(showNoInsideType());

	@ArchTest
	static void whatUsersImportIsComparedWithTheLastRelease(JavaClasses classes) throws IOException {
		String pom = Files.readString(Path.of("../pom.xml"));
		Stream<String> observed = classes.stream()
			.filter((type) -> type.getPackageName().equals(OBSERVATION) && isForUsers(type) && isVisible(type))
			.map((type) -> outermost(type).getName());
		assertThat(Stream.of(PACKAGES.stream(), TYPES.stream(), observed).flatMap(Function.identity()))
			.allSatisfy((name) -> assertThat(pom).contains("<include>" + name + "</include>"));
	}

	private static boolean isForUsers(JavaClass type) {
		return PACKAGES.contains(type.getPackageName()) || TYPES.contains(outermost(type).getName())
				|| type.getPackageName().equals(OBSERVATION) && outermost(type).getSimpleName().contains("SocketIO");
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(PublicTypesTests::outermost).orElse(type);
	}

	private static boolean isVisible(JavaClass type) {
		return isOpen(type) && type.getEnclosingClass().map(PublicTypesTests::isVisible).orElse(true);
	}

	private static boolean isOpen(HasModifiers item) {
		return item.getModifiers().contains(JavaModifier.PUBLIC)
				|| item.getModifiers().contains(JavaModifier.PROTECTED);
	}

	private static boolean isInside(JavaClass type) {
		JavaClass element = type.getBaseComponentType();
		return element.getName().startsWith(BASE + ".") && !(isForUsers(element) && isVisible(element));
	}

	private static ArchCondition<JavaClass> showNoInsideType() {
		return new ArchCondition<>("show no type of the inside") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				List<JavaType> supertypes = new ArrayList<>(type.getInterfaces());
				type.getSuperclass().ifPresent(supertypes::add);
				check(type, type.getName() + " extends or implements", supertypes, events);
				check(type, type.getName() + " has a type parameter of", bounds(type.getTypeParameters()), events);
				type.getMembers()
					.stream()
					.filter(PublicTypesTests::isOpen)
					.forEach((member) -> check(type, member.getFullName() + " shows", shown(member), events));
			}

			private void check(JavaClass type, String what, List<? extends JavaType> shown, ConditionEvents events) {
				shown.stream()
					.flatMap((each) -> each.getAllInvolvedRawTypes().stream())
					.filter(PublicTypesTests::isInside)
					.forEach(
							(inside) -> events.add(SimpleConditionEvent.violated(type, what + " " + inside.getName())));
			}
		};
	}

	private static List<JavaType> shown(JavaMember member) {
		List<JavaType> types = new ArrayList<>();
		if (member instanceof JavaField field) {
			types.add(field.getType());
		}
		if (member instanceof JavaCodeUnit unit) {
			types.add(unit.getReturnType());
			types.addAll(unit.getParameterTypes());
			types.addAll(unit.getExceptionTypes());
			types.addAll(bounds(unit.getTypeParameters()));
		}
		return types;
	}

	private static List<JavaType> bounds(List<? extends JavaTypeVariable<?>> variables) {
		return variables.stream().flatMap((variable) -> Stream.<JavaType>of(variable)).toList();
	}

}
