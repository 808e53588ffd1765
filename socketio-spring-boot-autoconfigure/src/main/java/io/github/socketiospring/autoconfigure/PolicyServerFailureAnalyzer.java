package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.flash.FlashPolicyBindException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the policy server cannot listen on its port.
 */
final class PolicyServerFailureAnalyzer extends AbstractFailureAnalyzer<FlashPolicyBindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, FlashPolicyBindException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
