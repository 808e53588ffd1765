package io.github.socketiospring.test.example;

import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;

@SocketIOAdvice
public class ExampleAdvice {

	@OnEventException
	String failed(UnsupportedOperationException ex) {
		return "failed: " + ex.getMessage();
	}

}
