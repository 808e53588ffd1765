package io.github.socketiospring.contract;

import java.util.List;

import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.dispatch.HandshakeValues;
import io.github.socketiospring.dispatch.NamespaceDescription;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * Contracts of some beans, which are never created.
 */
final class Contracts {

	private Contracts() {
	}

	static SocketIOContract of(JsonMapper mapper, Class<?>... beans) {
		return new SocketIOContract(() -> describe(mapper, beans), mapper, "Samples", "2.1");
	}

	private static List<NamespaceDescription> describe(JsonMapper mapper, Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			for (Class<?> bean : beans) {
				context.registerBean(bean, (definition) -> definition.setLazyInit(true));
			}
			context.refresh();
			return new HandlerMethodRegistrar(context.getDefaultListableBeanFactory(),
					new HandlerMethodRegistrar.Settings(new JsonCodec(mapper, JsonLimits.DEFAULTS),
							(socket) -> Context.empty(), Execution.AUTO, List.of(), null, HandshakeValues.NONE,
							new DefaultConversionService()))
				.describe();
		}
	}

}
