package io.github.socketiospring.test.example;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.springframework.stereotype.Component;

/** What handlers have seen. */
@Component
public class Journal {

	public final BlockingQueue<String> entries = new LinkedBlockingQueue<>();

}
