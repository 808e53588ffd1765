// node scenario.mjs <client package> <polling|websocket|upgrade> <server url> [<parser package>]
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ask, collect, next, run, within } from "./harness.mjs";
import { startProxy } from "./proxy.mjs";

const [clientPackage, transport, url, parserPackage] = process.argv.slice(2);
const { io, Manager } = await import(clientPackage);
const parsing = parserPackage ? { parser: (await import(parserPackage)).default } : {};
const transports = transport === "upgrade" ? ["polling", "websocket"] : [transport];
const expectedTransport = transport === "upgrade" ? "websocket" : transport;

let opened = [];

function open(namespace = "/", options = {}, base = url) {
  const socket = io(base + namespace, { transports, forceNew: true, reconnection: false, timeout: 5000, ...parsing, ...options });
  opened.push(() => socket.disconnect());
  return socket;
}

async function upgraded(socket) {
  const { engine } = socket.io;
  if (engine.transport.name !== expectedTransport) {
    await next(engine, "upgrade");
  }
  assert.equal(engine.transport.name, expectedTransport);
}

async function connect(namespace, options, base) {
  const socket = open(namespace, options, base);
  await next(socket, "connect");
  await upgraded(socket);
  return socket;
}

/** A socket that learns which sockets the server has lost, and why. */
async function observe() {
  const observer = await connect("/observer");
  const gone = collect(observer, "gone");
  return async (id) => {
    for (let count = 1; ; count++) {
      const { id: goneId, reason } = (await gone.reached(count))[count - 1];
      if (goneId === id) {
        return reason;
      }
    }
  };
}

/** When this returns, all that was emitted before to the socket has arrived. */
const fence = (socket) => ask(socket, "echo-ack");

const shapes = {
  "no argument": [],
  null: [null],
  booleans: [true, false],
  integers: [0, 1, -1, 255, 65536, -2147483649, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 53],
  fractions: [0.1, -1.5, 1e-7, 0.1 + 0.2, 1e21, 1.7976931348623157e308, 5e-324],
  "empty values": ["", [], {}, [[]], { "": {} }, [null], { a: null }],
  nested: [{ a: [1, { b: [[2], { c: "d" }] }], e: { f: { g: { h: [] } } } }, [[[["deep"]]]]],
  "two-byte text": ["äöü ß é", "Привет, мир", "你好，世界", "שלום"],
  "astral text": ["😀", "𝒳𐍈", "👩‍👩‍👧‍👦", { "🔑": "🔒" }],
  "line separators": ["a\u2028b\u2029c", "\r\n\t", "\u0085"],
  "control characters": ["\u0000", "\u001e", "a\u001eb4c", "\u001f\u007f", "\ufffd\ufeff"],
  "a lone surrogate": ["\ud83d", "x\udc00y"],
  escapes: ['"', "\\", '\\"', "\\n", "</script>", "'", "%20", "&amp;"],
  "text like packets": ["42[1]", "2probe", "b4AAEC", "}],[", "51-", { _placeholder: true, num: 0 }],
  "property names": [{ length: 1, constructor: "x", toString: "y", "a.b": 1, 0: "zero", true: false }],
  "long text": ["x".repeat(100_000), "ü".repeat(30_000), "😀".repeat(10_000)],
  "many arguments": Array.from({ length: 50 }, (_, index) => index),
};

if (parserPackage) {
  // Its parser writes whole numbers of 2^64 and more modulo that, and half a surrogate pair as something else.
  shapes.fractions = shapes.fractions.filter((number) => !Number.isInteger(number));
  delete shapes["a lone surrogate"];
}

const steps = {
  async "joins a namespace whose name it chooses"() {
    const manager = new Manager(url, { transports, reconnection: false, ...parsing });
    const one = manager.socket("/tenant-7");
    const two = manager.socket("/tenant-b");
    opened.push(() => [one, two].forEach((socket) => socket.disconnect()));
    await Promise.all([next(one, "connect"), next(two, "connect")]);
    assert.deepEqual(await ask(one, "whoami"), ["/tenant-7", one.id]);
    assert.deepEqual(await ask(two, "whoami"), ["/tenant-b", two.id]);
    const [refusal] = await next(open("/tenant-B"), "connect_error");
    assert.equal(refusal.message, "Invalid namespace");
  },

  async "connects with auth and a query"() {
    const socket = open("/", { auth: { token: "geheim 🔑", level: 3 }, query: { tag: "a b&c=d/ü" } });
    const welcomed = next(socket, "welcome");
    await next(socket, "connect");
    const [{ id, auth, tag }] = await welcomed;
    assert.match(socket.id, /^[\w-]{20}$/);
    assert.equal(id, socket.id);
    assert.notEqual(socket.io.engine.id, socket.id, "the session id is a secret");
    assert.deepEqual(auth, { token: "geheim 🔑", level: 3 });
    assert.equal(tag, "a b&c=d/ü");
    await upgraded(socket);
    assert.deepEqual(await ask(socket, "transport"), [expectedTransport]);
  },

  async "asks a function for the auth"() {
    const socket = open("/", { auth: (give) => setImmediate(give, { token: "later" }) });
    const [{ auth }] = await next(socket, "welcome");
    assert.deepEqual(auth, { token: "later" });
  },

  async "learns why a namespace refuses it"() {
    const socket = open("/refusing", { auth: { who: "me" } });
    const [error] = await next(socket, "connect_error");
    assert.equal(error.message, "not welcome");
    assert.deepEqual(error.data, { code: 42, because: ["auth", { who: "me" }] });
    assert.equal(socket.connected, false);
  },

  async "learns that a namespace does not exist"() {
    const [error] = await next(open("/nowhere"), "connect_error");
    assert.equal(error.message, "Invalid namespace");
  },

  async "gets its arguments echoed"() {
    const socket = await connect();
    for (const [shape, args] of Object.entries(shapes)) {
      const echoed = next(socket, "echoed");
      socket.emit("echo", ...args);
      assert.deepEqual(await echoed, args, shape);
    }
  },

  async "gets its arguments as acks"() {
    const socket = await connect();
    for (const [shape, args] of Object.entries(shapes)) {
      assert.deepEqual(await ask(socket, "echo-ack", ...args), args, shape);
    }
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(socket, "echo-ack", n, { n })));
    assert.deepEqual(answers, Array.from({ length: 50 }, (_, n) => [n, { n }]));
  },

  async "answers the server"() {
    const socket = await connect();
    socket.on("question", (question, answer) => answer({ question, answer: 42 }, "ignored"));
    assert.deepEqual(await ask(socket, "ask-me", { of: "life" }), [{ question: { of: "life" }, answer: 42 }]);
    const answers = await Promise.all(["a", "b", "c"].map((question) => ask(socket, "ask-me", question)));
    assert.deepEqual(answers, ["a", "b", "c"].map((question) => [{ question, answer: 42 }]));
  },

  async "answers the server with binary"() {
    const socket = await connect();
    socket.on("question", (question, answer) => answer({ question, bytes: Buffer.from([1, 2, 3]) }));
    const [answer] = await ask(socket, "ask-me", Buffer.from([9]));
    assert.deepEqual(answer, { question: Buffer.from([9]), bytes: Buffer.from([1, 2, 3]) });
  },

  async "does not answer the server in time"() {
    const socket = await connect();
    socket.on("question", () => {});
    assert.deepEqual(await ask(socket, "ask-me-briefly", "?"), ["no answer"]);
    assert.deepEqual(await ask(socket, "echo-ack", "still here"), ["still here"]);
  },

  async "uses its own acks"() {
    const socket = await connect();
    if (!socket.emitWithAck) {
      return;
    }
    assert.equal(await socket.emitWithAck("echo-ack", "one"), "one");
    assert.equal(await socket.timeout(5000).emitWithAck("echo-ack", "two"), "two");
    await assert.rejects(socket.timeout(50).emitWithAck("no-answer"), /timed out/);
  },

  async "exchanges binary data"() {
    const socket = await connect();
    const big = randomBytes(300 * 1024);
    const args = [
      { one: Buffer.from([0, 1, 254, 255]), deep: { two: [Buffer.alloc(0), { three: big }], text: "ü" } },
      "text",
      null,
      Buffer.from("last"),
    ];
    const echoed = next(socket, "echoed");
    socket.emit("echo", ...args);
    assert.deepEqual(await echoed, args);
    assert.deepEqual(await ask(socket, "echo-ack", ...args), args);
    const bytes = new Uint8Array([5, 6, 7]);
    assert.deepEqual(await ask(socket, "echo-ack", bytes, [bytes.buffer]), [Buffer.from(bytes), [Buffer.from(bytes)]]);
  },

  async "fills a record with binary data"() {
    const socket = await connect();
    const parts = [Buffer.from("one"), Buffer.from([0xff, 0xfe]), randomBytes(70_000)];
    const [upload] = await ask(socket, "upload", { name: "größe.bin", parts });
    assert.deepEqual(upload, {
      name: "größe.bin",
      sizes: [3, 2, 70_000],
      parts: [...parts].reverse(),
      note: { whole: Buffer.concat(parts) },
    });
  },

  async "receives 200 events in order"() {
    const socket = await connect();
    const counted = collect(socket, "counted");
    await ask(socket, "count", 200);
    assert.deepEqual(counted.values, Array.from({ length: 200 }, (_, n) => n));
  },

  async "sends 200 events in order, text and binary mixed"() {
    const socket = await connect();
    const numbered = collect(socket, "numbered");
    const echoed = collect(socket, "echoed");
    for (let n = 0; n < 200; n++) {
      socket.emit("number", n);
      if (n % 10 === 0) {
        socket.emit("echo", Buffer.from([n]));
      }
    }
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    assert.deepEqual(await ask(socket, "numbers"), [numbers]);
    assert.deepEqual(numbered.values, numbers);
    assert.deepEqual(echoed.values.map((bytes) => bytes[0]), numbers.filter((n) => n % 10 === 0));
  },

  async "sends compressed and uncompressed"() {
    const socket = await connect();
    const text = "compressible ".repeat(5000);
    for (const compress of [true, false]) {
      const echoed = next(socket, "echoed");
      socket.compress(compress).emit("echo", text);
      assert.deepEqual(await echoed, [text]);
    }
  },

  async "keeps the heartbeat"() {
    const socket = await connect();
    await next(socket.io.engine, "pong");
    await next(socket.io.engine, "pong");
    assert.deepEqual(await ask(socket, "echo-ack", "alive"), ["alive"]);
  },

  async "meets others in rooms"() {
    const [a, b, c] = await Promise.all([connect(), connect(), connect()]);
    const room = `room ${a.id}`;
    const messages = [a, b, c].map((socket) => collect(socket, "room-message").values);
    const received = async () => {
      await Promise.all([a, b, c].map(fence));
      return messages.map((values) => values.splice(0));
    };
    assert.deepEqual(await ask(a, "join", room), [[a.id, room].sort()]);
    await ask(b, "join", room);

    a.emit("to-others", room, "others");
    await fence(a);
    assert.deepEqual(await received(), [[], ["others"], []]);

    c.emit("to-others", room, "from outside");
    await fence(c);
    assert.deepEqual(await received(), [["from outside"], ["from outside"], []]);

    a.emit("to-room", room, "everyone");
    await fence(a);
    assert.deepEqual(await received(), [["everyone"], ["everyone"], []]);

    c.emit("to-room-except", room, b.id, "not b");
    await fence(c);
    assert.deepEqual(await received(), [["not b"], [], []]);

    a.emit("to-room", c.id, "private");
    await fence(a);
    assert.deepEqual(await received(), [[], [], ["private"]]);

    b.emit("to-everyone-else", "broadcast");
    await fence(b);
    assert.deepEqual(await received(), [["broadcast"], [], ["broadcast"]]);

    assert.deepEqual(await ask(b, "leave", room), [[b.id]]);
    a.emit("to-room", room, "alone");
    await fence(a);
    assert.deepEqual(await received(), [["alone"], [], []]);
  },

  async "answers the server together with others"() {
    const [a, b] = await Promise.all([connect(), connect()]);
    const room = `quiz ${a.id}`;
    await Promise.all([ask(a, "join", room), ask(b, "join", room)]);
    a.on("question", (question, answer) => answer(`a: ${question}`));
    b.on("question", (question, answer) => answer(`b: ${question}`));
    const [answers] = await ask(a, "ask-room", room, "?");
    assert.deepEqual(answers.sort(), ["a: ?", "b: ?"]);
  },

  async "joins several namespaces with one connection"() {
    const manager = new Manager(url, { transports, reconnection: false, ...parsing });
    const root = manager.socket("/");
    const second = manager.socket("/second");
    const refused = manager.socket("/refusing");
    opened.push(() => [root, second, refused].forEach((socket) => socket.disconnect()));
    const refusal = next(refused, "connect_error");
    await Promise.all([next(root, "connect"), next(second, "connect"), refusal]);
    assert.equal(root.io.engine, second.io.engine);
    assert.notEqual(root.id, second.id);
    assert.deepEqual(await ask(second, "whoami"), ["/second", second.id]);
    assert.deepEqual(await ask(second, "sibling"), [root.id]);

    const echoes = Promise.all([next(root, "echoed"), next(second, "echoed")]);
    second.emit("echo", "to second", Buffer.from([2]));
    root.emit("echo", "to root", Buffer.from([1]));
    assert.deepEqual(await echoes, [
      ["to root", Buffer.from([1])],
      ["to second", Buffer.from([2])],
    ]);

    const left = next(root, "disconnect");
    root.disconnect();
    assert.deepEqual((await left)[0], "io client disconnect");
    assert.deepEqual(await ask(second, "sibling"), [null]);
    root.connect();
    await next(root, "connect");
    assert.deepEqual(await ask(second, "sibling"), [root.id]);
  },

  async "may do what the access list allows"() {
    const socket = await connect("/guarded");
    const denied = [{ name: "method_access_denied", message: "this event is not allowed" }];
    assert.deepEqual(await ask(socket, "secret"), denied);
    assert.deepEqual(await ask(socket, "alias", 1, Buffer.from([2])), ["alias", 1, Buffer.from([2])]);
    assert.deepEqual(await ask(socket, "unheard"), [{ name: "no_such_method", message: "nothing handles this event" }]);
    assert.deepEqual(await ask(socket, "log-in"), []);
    assert.deepEqual(await ask(socket, "secret"), ["known"]);
    assert.deepEqual(await ask(socket, "log-in"), denied);
  },

  async "connects again after it was dropped without a word"() {
    const socket = open("/guarded", { reconnection: true, reconnectionDelay: 10, reconnectionDelayMax: 50 });
    await next(socket, "connect");
    await upgraded(socket);
    const { id } = socket;
    const lost = next(socket, "disconnect");
    const back = new Promise((resolve) => socket.once("disconnect", () => resolve(next(socket, "connect"))));
    socket.emit("drop-me");
    assert.equal((await lost)[0], "transport close");
    await back;
    assert.notEqual(socket.id, id);
    assert.deepEqual(await ask(socket, "echo-ack", "again"), ["again"]);
  },

  async "receives volatile events"() {
    const socket = await connect();
    const fleeting = collect(socket, "fleeting");
    // While no poll is open the server must drop them, so one round may bring nothing.
    for (let round = 0; round < 20 && fleeting.values.length === 0; round++) {
      await ask(socket, "volatile", 5);
      await fence(socket);
    }
    const { values } = fleeting;
    assert.ok(values.length > 0, "not one arrived");
    assert.deepEqual(values, [...new Set(values)].sort(), "in order and once");
  },

  async "sends volatile events"() {
    const socket = await connect();
    const numbered = collect(socket, "numbered");
    // The client drops them while a write is under way.
    for (let round = 0; round < 20 && numbered.values.length === 0; round++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      socket.volatile.emit("number", 7);
      await fence(socket);
    }
    assert.deepEqual(numbered.values, [7]);
  },

  async "is heard from its first event on"() {
    // Emitted before they are connected, so that the events follow the CONNECT at once.
    const answers = Array.from({ length: 30 }, () => ask(open("/second"), "whoami"));
    for (const [namespace, id] of await Promise.all(answers)) {
      assert.equal(namespace, "/second");
      assert.match(id, /^[\w-]{20}$/);
    }
  },

  async "disconnects"() {
    const reasonOf = await observe();
    const socket = await connect();
    const { id } = socket;
    const disconnected = next(socket, "disconnect");
    socket.disconnect();
    assert.equal((await disconnected)[0], "io client disconnect");
    assert.equal(await reasonOf(id), "client namespace disconnect");
  },

  async "closes the connection"() {
    const reasonOf = await observe();
    const socket = await connect();
    const { id } = socket;
    const disconnected = next(socket, "disconnect");
    socket.io.engine.close();
    assert.equal((await disconnected)[0], "forced close");
    assert.equal(await reasonOf(id), "transport close");
  },

  async "is disconnected by the server"() {
    const reasonOf = await observe();
    const manager = new Manager(url, { transports, reconnection: false, ...parsing });
    const root = manager.socket("/");
    const second = manager.socket("/second");
    opened.push(() => [root, second].forEach((socket) => socket.disconnect()));
    await Promise.all([next(root, "connect"), next(second, "connect")]);
    await upgraded(root);
    const { id } = root;
    const disconnected = next(root, "disconnect");
    root.emit("disconnect-me", false);
    assert.equal((await disconnected)[0], "io server disconnect");
    assert.equal(await reasonOf(id), "server namespace disconnect");
    assert.deepEqual(await ask(second, "whoami"), ["/second", second.id], "the connection stays");
  },

  async "is disconnected by the server from all namespaces"() {
    const reasonOf = await observe();
    const manager = new Manager(url, { transports, reconnection: false, ...parsing });
    const root = manager.socket("/");
    const second = manager.socket("/second");
    opened.push(() => [root, second].forEach((socket) => socket.disconnect()));
    await Promise.all([next(root, "connect"), next(second, "connect")]);
    await upgraded(root);
    const ids = [root.id, second.id];
    const disconnected = Promise.all([next(root, "disconnect"), next(second, "disconnect"), next(manager, "close")]);
    root.emit("disconnect-me", true);
    const [[rootReason], [secondReason]] = await disconnected;
    assert.deepEqual([rootReason, secondReason], ["io server disconnect", "io server disconnect"]);
    assert.equal(await reasonOf(ids[0]), "server namespace disconnect");
    assert.equal(await reasonOf(ids[1]), "server namespace disconnect");
  },

  async "reconnects after the network failed"() {
    const proxy = await startProxy(url);
    opened.push(() => proxy.close());
    const reasonOf = await observe();
    const options = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 50 };
    const socket = await connect("/", options, proxy.url);
    const { id } = socket;
    await fence(socket);
    const disconnected = next(socket, "disconnect");
    proxy.cut();
    const [reason] = await disconnected;
    assert.ok(["transport close", "transport error"].includes(reason), reason);
    proxy.restore();
    const numbered = next(socket, "numbered");
    socket.emit("number", 1);
    await next(socket, "connect");
    assert.notEqual(socket.id, id);
    assert.deepEqual(await numbered, [1], "what was emitted meanwhile is sent");
    const serverReason = await reasonOf(id);
    // Cut between two polls, the server can only find out when no poll comes any more.
    const reasons = ["transport close", "transport error", ...(expectedTransport === "polling" ? ["ping timeout"] : [])];
    assert.ok(reasons.includes(serverReason), serverReason);
    await upgraded(socket);
  },

  async "reconnects by hand"() {
    const socket = await connect();
    const { id } = socket;
    const closed = next(socket.io, "close");
    socket.disconnect();
    await closed;
    socket.connect();
    await next(socket, "connect");
    assert.notEqual(socket.id, id);
    assert.deepEqual(await ask(socket, "echo-ack", "again"), ["again"]);
  },

  async "is alone in suffering from its too large payload"() {
    const reasonOf = await observe();
    const [greedy, modest] = await Promise.all([connect(), connect()]);
    // By polling, a parser's binary messages are a third longer in base64.
    const allowed = "x".repeat(parserPackage ? 700_000 : 900_000);
    assert.deepEqual(await ask(greedy, "echo-ack", allowed), [allowed]);
    const { id } = greedy;
    const disconnected = next(greedy, "disconnect");
    greedy.emit("echo", "x".repeat(1_100_000));
    const [reason] = await disconnected;
    // A WebSocket client sees close code 1009, a polling client HTTP status 413.
    assert.equal(reason, expectedTransport === "websocket" ? "transport close" : "transport error");
    const serverReason = await reasonOf(id);
    assert.ok(["transport close", "transport error"].includes(serverReason), serverReason);
    assert.deepEqual(await ask(modest, "echo-ack", "fine"), ["fine"]);
  },

  async "loses and repeats nothing while it upgrades"() {
    if (transport !== "upgrade") {
      return;
    }
    const proxy = await startProxy(url);
    opened.push(() => proxy.close());
    const hold = proxy.holdUpgrades();
    const socket = open("/", {}, proxy.url);
    const numbered = collect(socket, "numbered");
    await next(socket, "connect");
    await within(hold.arrived, "upgrade request");

    let upgradedAt = null;
    socket.io.engine.once("upgrade", () => (upgradedAt = sent));
    let sent = 0;
    while (sent < 200 || upgradedAt === null || sent < upgradedAt + 50) {
      assert.ok(sent < 20_000, "no upgrade");
      socket.emit("number", sent++);
      if (sent % 10 === 0) {
        socket.emit("echo", Buffer.from([sent & 0xff]), "binary in between");
      }
      if (sent === 50) {
        hold.release();
      }
      // One at a time, so that they spread over all phases of the upgrade.
      await new Promise((resolve) => setTimeout(resolve, sent % 3 === 0 ? 1 : 0));
    }
    assert.ok(upgradedAt >= 50, "the upgrade was held back");
    const numbers = Array.from({ length: sent }, (_, n) => n);
    assert.deepEqual(await numbered.reached(sent), numbers);
    assert.deepEqual(await ask(socket, "numbers"), [numbers]);
    assert.equal(numbered.values.length, sent, "nothing twice");
    assert.equal(socket.io.engine.transport.name, "websocket");
  },

  async "goes on polling when the upgrade fails"() {
    if (transport !== "upgrade") {
      return;
    }
    const proxy = await startProxy(url);
    opened.push(() => proxy.close());
    const hold = proxy.holdUpgrades();
    const socket = open("/", {}, proxy.url);
    await next(socket, "connect");
    await within(hold.arrived, "upgrade request");
    assert.deepEqual(await ask(socket, "echo-ack", "meanwhile"), ["meanwhile"]);
    assert.equal(socket.io.engine.transport.name, "polling");
    await next(socket.io.engine, "pong");
    assert.deepEqual(await ask(socket, "echo-ack", "and later"), ["and later"]);
    assert.equal(socket.io.engine.transport.name, "polling");
  },
};

await run(steps, () => {
  opened.forEach((close) => close());
  opened = [];
});
