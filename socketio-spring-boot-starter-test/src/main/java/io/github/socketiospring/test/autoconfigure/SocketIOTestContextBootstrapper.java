package io.github.socketiospring.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;
import org.springframework.boot.test.context.ReactiveWebMergedContextConfiguration;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Makes the context of {@link SocketIOTest @SocketIOTest} one of WebFlux, even where
 * Spring MVC is there as well.
 */
final class SocketIOTestContextBootstrapper extends TestSliceTestContextBootstrapper<SocketIOTest> {

	@Override
	protected MergedContextConfiguration processMergedContextConfiguration(MergedContextConfiguration merged) {
		return new ReactiveWebMergedContextConfiguration(super.processMergedContextConfiguration(merged));
	}

}
