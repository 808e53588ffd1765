// node old-scenario.mjs <client package, 1.x or 2.x> <polling|websocket|upgrade> <server url> [<parser package>]
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { ask, collect, next, run } from "./harness.mjs";

const [clientPackage, transport, url, parserPackage] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const parsing = parserPackage ? { parser: require(parserPackage) } : {};
const io = require(clientPackage);
const transports = transport === "upgrade" ? ["polling", "websocket"] : [transport];
const expectedTransport = transport === "upgrade" ? "websocket" : transport;
// These encode text twice, 1.7 only when it polls, and cannot be told from those that do not.
const oldest = clientPackage.endsWith("-1.0");
const asciiOnly = oldest || (clientPackage.endsWith("-1") && expectedTransport === "polling");

if (oldest) {
  // The WebSocket library of its time had nothing else, and its parser reads nothing else.
  const { prototype } = createRequire(require.resolve(clientPackage))("engine.io-client/lib/transports/websocket");
  const { addEventListeners } = prototype;
  prototype.addEventListeners = function () {
    this.ws.binaryType = "nodebuffer";
    addEventListeners.call(this);
  };
}

/** What to send: the oldest client takes whatever has a buffer for a view of one. */
function bytes(content) {
  const buffer = Buffer.from(content);
  return oldest ? Object.defineProperty(buffer, "buffer", { value: undefined }) : buffer;
}

let opened = [];

function open(namespace = "/", options = {}) {
  const socket = io(url + namespace, { transports, forceNew: true, reconnection: false, timeout: 5000, ...parsing, ...options });
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

async function connect(namespace, options) {
  const socket = open(namespace, options);
  await next(socket, "connect");
  await upgraded(socket);
  return socket;
}

/** Sockets of several namespaces on one connection. */
function share(...namespaces) {
  const manager = io.Manager(url, { transports, reconnection: false, ...parsing });
  const sockets = namespaces.map((namespace) => manager.socket(namespace));
  opened.push(() => sockets.forEach((socket) => socket.disconnect()));
  return sockets;
}

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

const shapes = {
  "no argument": [],
  values: [null, true, 0, -1.5, 2 ** 53 - 1, "", [], {}],
  nested: [{ a: [1, { b: [[2], { c: "d" }] }] }, [[["deep"]]]],
  escapes: ['"', "\\", "\\n", "a\nb", "</script>", "42[1]", "1:2", "b4AAEC"],
  "long text": ["x".repeat(100_000)],
  ...(!asciiOnly && { "other text": ["äöü ß", "Привет", "你好", "😀 👩‍👩‍👧‍👦", "a\u2028b"] }),
};

const steps = {
  async "connects with a query"() {
    const socket = open("/", { query: "tag=a%20b" });
    const [{ id, auth, tag }] = await next(socket, "welcome");
    assert.equal(id, socket.io.engine.id);
    assert.equal(auth, null);
    assert.equal(tag, "a b");
    await upgraded(socket);
    assert.deepEqual(await ask(socket, "transport"), [expectedTransport]);
  },

  async "gets its arguments echoed and as acks"() {
    const socket = await connect();
    for (const [shape, args] of Object.entries(shapes)) {
      const echoed = next(socket, "echoed");
      socket.emit("echo", ...args);
      assert.deepEqual(await echoed, args, shape);
      assert.deepEqual(await ask(socket, "echo-ack", ...args), args, shape);
    }
  },

  async "joins a namespace whose name it chooses"() {
    const one = await connect("/tenant-7", { query: "token=a" });
    const two = await connect("/tenant-b");
    assert.equal((await ask(one, "whoami"))[0], "/tenant-7");
    assert.equal((await ask(two, "whoami"))[0], "/tenant-b");
    const [refusal] = await next(open("/tenant-B"), "error");
    assert.equal(refusal, "Invalid namespace");
  },

  async "exchanges text as the server knows it"() {
    const socket = await connect();
    const text = asciiOnly ? "ascii" : "äß\u2028你😀";
    const codePoints = Array.from(text, (character) => character.codePointAt(0));
    assert.deepEqual(await ask(socket, "code-points", text), [codePoints]);
    assert.deepEqual(await ask(socket, "from-code-points", codePoints), [text]);
  },

  async "answers the server"() {
    const socket = await connect();
    socket.on("question", (question, answer) => answer({ question, answer: 42 }));
    assert.deepEqual(await ask(socket, "ask-me", { of: "life" }), [{ question: { of: "life" }, answer: 42 }]);
  },

  async "exchanges binary data"() {
    const socket = await connect();
    const large = randomBytes(100_000);
    const args = (make) => [{ one: make([0, 1, 254, 255]), deep: [{ two: make(large) }] }, "text", make("last")];
    const echoed = next(socket, "echoed");
    socket.emit("echo", ...args(bytes));
    assert.deepEqual(await echoed, args(Buffer.from));
    assert.deepEqual(await ask(socket, "echo-ack", ...args(bytes)), args(Buffer.from));
    socket.on("question", (question, answer) => answer({ question: bytes(question), bytes: bytes([1, 2, 3]) }));
    const [answer] = await ask(socket, "ask-me", bytes([9]));
    assert.deepEqual(answer, { question: Buffer.from([9]), bytes: Buffer.from([1, 2, 3]) });
  },

  async "sends and receives 200 events in order"() {
    const socket = open();
    const numbered = collect(socket, "numbered");
    const echoed = collect(socket, "echoed");
    await next(socket, "connect");
    // At once, so that they meet the upgrade.
    for (let n = 0; n < 200; n++) {
      socket.emit("number", n);
      if (n % 10 === 0) {
        socket.emit("echo", bytes([n]));
      }
    }
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    assert.deepEqual(await ask(socket, "numbers"), [numbers]);
    assert.deepEqual(numbered.values, numbers);
    assert.deepEqual(echoed.values.map(([byte]) => byte), numbers.filter((n) => n % 10 === 0));
    await upgraded(socket);
  },

  async "joins several namespaces with one connection"() {
    const [root, second] = share("/", "/second");
    await Promise.all([next(root, "connect"), next(second, "connect")]);
    const { id } = root.io.engine;
    assert.deepEqual(await ask(second, "whoami"), ["/second", `/second#${id}`]);
    assert.deepEqual(await ask(second, "sibling"), [id]);
    const echoes = Promise.all([next(root, "echoed"), next(second, "echoed")]);
    second.emit("echo", "to second", bytes([2]));
    root.emit("echo", "to root", bytes([1]));
    assert.deepEqual(await echoes, [
      ["to root", Buffer.from([1])],
      ["to second", Buffer.from([2])],
    ]);
  },

  async "learns why a namespace refuses it"() {
    const [error] = await next(open("/refusing", { query: "who=me" }), "error");
    if (parserPackage) {
      // All that its parser takes.
      assert.equal(error, "not welcome");
      return;
    }
    assert.equal(error.code, 42);
    if (!oldest) {
      assert.equal(error.because[1].who, "me");
    }
  },

  async "learns that a namespace does not exist"() {
    assert.deepEqual(await next(open("/nowhere"), "error"), ["Invalid namespace"]);
  },

  async "beats the heart"() {
    const socket = await connect();
    const packets = collect(socket.io.engine, "packet");
    const pongs = () => packets.values.filter(({ type }) => type === "pong").length;
    for (let count = 1; pongs() < 2; count++) {
      await packets.reached(count);
    }
    assert.deepEqual(await ask(socket, "echo-ack", "alive"), ["alive"]);
  },

  async "closes the connection"() {
    const reasonOf = await observe();
    const socket = await connect();
    const { id } = socket.io.engine;
    socket.disconnect();
    const reasons = ["client namespace disconnect", "transport close"];
    if (oldest) {
      // It does not wait for a POST under way before it closes by another.
      reasons.push("transport error");
    }
    const reason = await reasonOf(id);
    assert.ok(reasons.includes(reason), reason);
  },

  async "may do what the access list allows"() {
    const socket = await connect("/guarded");
    const denied = [{ name: "method_access_denied", message: "this event is not allowed" }];
    assert.deepEqual(await ask(socket, "secret"), denied);
    assert.deepEqual(await ask(socket, "alias", 1), ["alias", 1]);
    assert.deepEqual(await ask(socket, "log-in"), []);
    assert.deepEqual(await ask(socket, "secret"), ["known"]);
    assert.deepEqual(await ask(socket, "log-in"), denied);
  },

  async "is disconnected by the server"() {
    const reasonOf = await observe();
    const socket = await connect();
    const { id } = socket.io.engine;
    const disconnected = next(socket, "disconnect");
    socket.emit("disconnect-me", true);
    assert.deepEqual((await disconnected)[0], "io server disconnect");
    assert.equal(await reasonOf(id), "server namespace disconnect");
  },
};

await run(steps, () => {
  opened.forEach((close) => close());
  opened = [];
});
