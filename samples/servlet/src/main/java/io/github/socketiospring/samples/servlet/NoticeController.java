package io.github.socketiospring.samples.servlet;

import java.security.Principal;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same board by HTTP, as any controller of Spring MVC. Its POST needs a CSRF token.
 */
@RestController
@RequestMapping("/notices")
class NoticeController {

	private final Board board;

	NoticeController(Board board) {
		this.board = board;
	}

	@GetMapping
	List<Board.Notice> notices() {
		return this.board.notices();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	void pin(Principal author, @RequestBody String text) {
		this.board.pin(author.getName(), text);
	}

}
