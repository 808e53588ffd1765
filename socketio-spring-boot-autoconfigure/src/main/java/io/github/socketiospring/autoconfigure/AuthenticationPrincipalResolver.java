package io.github.socketiospring.autoconfigure;

import java.lang.reflect.Parameter;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.dispatch.HandlerCall;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.SecurityAnnotationScanner;
import org.springframework.security.core.annotation.SecurityAnnotationScanners;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Supplies what {@link Authentication#getPrincipal()} returns, by the rules that Spring
 * Security has for WebFlux: {@code @AuthenticationPrincipal} or an annotation that has
 * it, with an expression if need be. What is not of the parameter's type is {@code null},
 * or an error if {@code errorOnInvalidType} says so; and {@code null} is an error where
 * the parameter is declared non-null, as for principals.
 */
final class AuthenticationPrincipalResolver implements HandlerMethodArgumentResolver {

	private final SecurityAnnotationScanner<AuthenticationPrincipal> scanner;

	private final BeanFactory beans;

	private final Map<Parameter, Source> sources = new ConcurrentHashMap<>();

	AuthenticationPrincipalResolver(@Nullable AnnotationTemplateExpressionDefaults templates, BeanFactory beans) {
		this.scanner = (templates != null)
				? SecurityAnnotationScanners.requireUnique(AuthenticationPrincipal.class, templates)
				: SecurityAnnotationScanners.requireUnique(AuthenticationPrincipal.class);
		this.beans = beans;
	}

	@Override
	public boolean supports(MethodParameter parameter) {
		AuthenticationPrincipal annotation = this.scanner.scan(parameter.getParameter());
		if (annotation == null) {
			return false;
		}
		this.sources.put(parameter.getParameter(), source(parameter, annotation));
		return true;
	}

	private static Source source(MethodParameter parameter, AuthenticationPrincipal annotation) {
		String text = annotation.expression();
		Class<?> wrapper = parameter.getParameterType();
		boolean wrapped = wrapper == Mono.class || wrapper == Optional.class;
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		return new Source((wrapped ? type.getGeneric() : type).toClass(),
				StringUtils.hasLength(text) ? new SpelExpressionParser().parseExpression(text) : null,
				annotation.errorOnInvalidType(),
				!wrapped && Nullness.forMethodParameter(parameter) == Nullness.NON_NULL);
	}

	/**
	 * What was found out about a parameter.
	 */
	private record Source(Class<?> type, @Nullable Expression expression, boolean strict, boolean required) {
	}

	@Override
	public @Nullable Object resolve(MethodParameter parameter, HandlerCall call) {
		Source source = Objects.requireNonNull(this.sources.get(parameter.getParameter()));
		Object value = value(source, call.socket().principal());
		if (value == null && source.required()) {
			throw new IllegalStateException("nobody is authenticated, or not as a " + source.type().getName()
					+ ", and the handler of " + call.event() + " requires that");
		}
		if (parameter.getParameterType() == Mono.class) {
			return Mono.justOrEmpty(value);
		}
		return (parameter.getParameterType() == Optional.class) ? Optional.ofNullable(value) : value;
	}

	private @Nullable Object value(Source source, @Nullable Principal user) {
		Object principal = (user instanceof Authentication authentication) ? authentication.getPrincipal() : null;
		if (principal != null && source.expression() != null) {
			StandardEvaluationContext context = new StandardEvaluationContext(principal);
			context.setVariable("this", principal);
			context.setBeanResolver(new BeanFactoryResolver(this.beans));
			principal = source.expression().getValue(context);
		}
		if (principal == null || ClassUtils.isAssignable(source.type(), principal.getClass())) {
			return principal;
		}
		if (source.strict()) {
			throw new ClassCastException(principal.getClass().getName() + " is not a " + source.type().getName());
		}
		return null;
	}

}
