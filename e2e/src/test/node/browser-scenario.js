// Runs in a page that has loaded a client, 1.0 or later. Clients 1.x know neither promises nor once() on all of their emitters.
async ({ transport, asciiOnly, cannotClose }) => {
  const names = { upgrade: ["polling", "websocket"], jsonp: ["polling"] }[transport] || [transport];
  const expectedTransport = names[names.length - 1];
  const opened = [];

  const within = (what, start) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no ${what} in time`)), 8000);
    start(resolve, reject);
  });

  const next = (emitter, event) => within(event, (resolve) => emitter.once(event, (...args) => resolve(args)));

  const ask = (socket, event, ...args) => within(`answer to ${event}`,
    (resolve) => socket.emit(event, ...args, (...answer) => resolve(answer)));

  const collect = (emitter, event) => {
    const values = [];
    emitter.on(event, (value) => values.push(value));
    return values;
  };

  const open = (namespace) => {
    const socket = io(location.origin + namespace, {
      transports: names,
      forceJSONP: transport === "jsonp",
      forceNew: true,
      reconnection: false,
    });
    opened.push(socket);
    return socket;
  };

  /** Connects, and returns the id by which the server knows the socket. */
  const connect = async (socket) => {
    const welcome = next(socket, "welcome");
    await next(socket, "connect");
    const { engine } = socket.io;
    if (engine.transport.name !== expectedTransport) {
      await next(engine, "upgrade");
    }
    equal(await ask(socket, "transport"), [expectedTransport], "transport");
    return (await welcome)[0].id;
  };

  const equal = (actual, expected, what) => {
    const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
    if (is !== should) {
      throw new Error(`${what}: ${is.slice(0, 300)} instead of ${should.slice(0, 300)}`);
    }
  };

  const bytes = (...values) => new Uint8Array(values).buffer;
  const numbers = (buffer) => Array.from(new Uint8Array(buffer));
  const texts = ['"', "\\", "\\n", "a\nb", "</script>", "1:2", "b4AAEC", "+ & = %41"]
    .concat(asciiOnly ? [] : ["äöü ß", "Привет", "你好", "😀 👩‍👩‍👧‍👦 𝒳", "a\u2028b\u2029c"]);

  try {
    const observer = open("/observer");
    await next(observer, "connect");
    const gone = collect(observer, "gone");
    const goneWith = async (id) => {
      for (;;) {
        const found = gone.find((one) => one.id === id);
        if (found) {
          return found.reason;
        }
        // The observer is idle: it gets this without having sent anything.
        await next(observer, "gone");
      }
    };

    const socket = open("/");
    const id = await connect(socket);

    // Events in order, both ways.
    const numbered = collect(socket, "numbered");
    const sent = Array.from({ length: 200 }, (_, n) => n);
    sent.forEach((n) => socket.emit("number", n));
    equal(await ask(socket, "numbers"), [sent], "received by the server");
    equal(numbered, sent, "received from the server");

    // Text, and acks both ways.
    equal(await ask(socket, "echo-ack", texts, { deep: [{ texts }] }, null, 1.5), [texts, { deep: [{ texts }] }, null, 1.5], "answer");
    const echoed = next(socket, "echoed");
    socket.emit("echo", ...texts);
    equal(await echoed, texts, "event");
    socket.on("question", (question, answer) => answer({ question, mine: bytes(1, 2, 255) }));
    const [text] = await ask(socket, "ask-me", texts);
    equal(text.question, texts, "question");
    equal(numbers(text.mine), [1, 2, 255], "answer to the question");

    const codePoints = Array.from(texts.join(""), (character) => character.codePointAt(0));
    equal(await ask(socket, "code-points", texts.join("")), [codePoints], "text as the server knows it");
    equal(await ask(socket, "from-code-points", codePoints), [texts.join("")], "text from the server");

    // Binary, both ways.
    const [first, deep] = await ask(socket, "echo-ack", bytes(0, 127, 128, 255), { deep: [bytes(4), "text", bytes()] });
    equal(numbers(first), [0, 127, 128, 255], "bytes");
    equal([numbers(deep.deep[0]), deep.deep[1], numbers(deep.deep[2])], [[4], "text", []], "deep bytes");
    // As base64, old clients pass every byte as an argument to one call.
    const large = new Uint8Array(transport === "jsonp" ? 10_000 : 100_000).map((_, n) => n * 31);
    const back = next(socket, "echoed");
    socket.emit("echo", large.buffer);
    equal(numbers((await back)[0]), Array.from(large), "large bytes");
    const [binary] = await ask(socket, "ask-me", bytes(9));
    equal(numbers(binary.question), [9], "binary question");

    // The heart beats, whoever begins.
    for (let beats = 0; beats < 2; beats++) {
      await within("heartbeat", (resolve) => socket.io.engine.on("packet", ({ type }) => /^p[io]ng$/.test(type) && resolve()));
    }

    if (cannotClose) {
      return "all steps passed";
    }

    // The end, both ways.
    const other = open("/");
    const otherId = await connect(other);
    const disconnected = next(other, "disconnect");
    other.emit("disconnect-me", true);
    equal((await disconnected)[0], "io server disconnect", "reason");
    equal(await goneWith(otherId), "server namespace disconnect", "the server's reason");
    socket.disconnect();
    const reason = await goneWith(id);
    // The last is for 1.0, which does not wait for a POST under way before it closes by another.
    equal(["client namespace disconnect", "transport close", "transport error"].includes(reason), true, reason);
    return "all steps passed";
  } finally {
    if (!cannotClose) {
      opened.forEach((socket) => socket.disconnect());
    }
  }
}
