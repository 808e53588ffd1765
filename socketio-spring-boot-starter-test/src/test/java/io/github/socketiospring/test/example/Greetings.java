package io.github.socketiospring.test.example;

import org.springframework.stereotype.Service;

/** A service: not part of the slice. */
@Service
public class Greetings {

	public String greet(String name) {
		return "Hello, " + name;
	}

}
