package io.github.socketiospring.contract;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.introspect.AnnotatedMember;

/**
 * What a property says of the properties of its value.
 *
 * @param ignoredWhenWritten the names of those that are not written
 * @param ignoredWhenRead the names of those that are not read
 * @param included whether it names the only ones that count
 */
record PropertyFilters(Set<String> ignoredWhenWritten, Set<String> ignoredWhenRead, boolean included) {

	static PropertyFilters of(DatabindContext context, @Nullable AnnotatedMember member) {
		if (member == null) {
			return new PropertyFilters(Set.of(), Set.of(), false);
		}
		AnnotationIntrospector introspector = context.getAnnotationIntrospector();
		JsonIgnoreProperties.Value ignored = introspector.findPropertyIgnoralByName(context.getConfig(), member);
		Set<String> included = introspector.findPropertyInclusionByName(context.getConfig(), member).getIncluded();
		return new PropertyFilters(ignored.findIgnoredForSerialization(), ignored.findIgnoredForDeserialization(),
				included != null);
	}

}
