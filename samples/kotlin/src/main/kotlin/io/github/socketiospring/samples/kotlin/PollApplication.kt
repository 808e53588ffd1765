package io.github.socketiospring.samples.kotlin

import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

@SpringBootApplication
class PollApplication

fun main(args: Array<String>) {
	runApplication<PollApplication>(*args)
}
