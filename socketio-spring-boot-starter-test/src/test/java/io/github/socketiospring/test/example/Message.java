package io.github.socketiospring.test.example;

public record Message(String user, String text) {
}
