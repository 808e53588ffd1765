// node emitting.mjs <client package> <polling|websocket> <server url>
// What a client can see of the ways in which the server emits.
import assert from "node:assert/strict";
import { ask, collect, next, run } from "./harness.mjs";

const [client, transport, url] = process.argv.slice(2);
const module = await import(client);
const io = module.io ?? module.default;
const sockets = [];

async function connect() {
  const socket = io(`${url}/emitting`, { transports: [transport], reconnection: false, forceNew: true });
  sockets.push(socket);
  await next(socket, "connect");
  return socket;
}

function cleanUp() {
  sockets.splice(0).forEach((socket) => socket.disconnect());
}

/** Whether each data frame that arrives is compressed; the server sends whole, unmasked frames. */
function frames(socket) {
  const compressed = [];
  let rest = Buffer.alloc(0);
  socket.io.engine.transport.ws._socket.prependListener("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2) {
      const short = rest[1] & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (rest.length < head) {
        return;
      }
      const length = short < 126 ? short : short === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
      if (rest.length < head + length) {
        return;
      }
      compressed.push((rest[0] & 0x40) !== 0);
      rest = rest.subarray(head + length);
    }
  });
  return compressed;
}

const steps = {
  async "compress(false) lets one message out as it is"() {
    const socket = await connect();
    const seen = transport === "websocket" ? frames(socket) : undefined;
    for (const broadcast of [false, true]) {
      for (const compress of [true, false, true]) {
        if (seen) {
          seen.length = 0;
        }
        const text = next(socket, "text");
        socket.emit("compressed", compress, broadcast);
        assert.equal((await text)[0], "text ".repeat(1000));
        if (seen) {
          assert.deepEqual(seen, [compress]);
        }
      }
    }
  },

  async "volatile events are dropped, and the server knows which"() {
    const socket = await connect();
    const fleeting = collect(socket, "fleeting");
    const [queued] = await ask(socket, "volatile", 1000);
    await fleeting.reached(queued);
    // What was emitted last would have come by now.
    await ask(socket, "outgoing");
    assert.equal(fleeting.values.length, queued);
    assert.ok(queued < 1000, `${queued} of 1000 were taken`);
  },

  async "the server's own time-out ends the wait for an answer"() {
    const socket = await connect();
    assert.deepEqual(await ask(socket, "ask"), ["no acknowledgement within 300 ms"]);
    assert.deepEqual(await ask(socket, "ask-all"), [{ missing: [socket.id] }]);
    socket.on("question", (answer) => answer("because"));
    assert.deepEqual(await ask(socket, "ask"), ["because"]);
    assert.deepEqual(await ask(socket, "ask-all"), [{ [socket.id]: "because" }]);
  },

  async "listeners of outgoing events see what the client gets"() {
    const socket = await connect();
    socket.on("question", (answer) => answer("because"));
    await ask(socket, "ask");
    await ask(socket, "ask-all");
    const text = next(socket, "text");
    socket.emit("compressed", true, true);
    await text;
    assert.deepEqual(await ask(socket, "outgoing"), [["question 0", "question 0", "text 1"]]);
  },

  async "send, sendJson and their answers"() {
    const socket = await connect();
    const messages = [];
    socket.on("message", (...args) => {
      if (typeof args.at(-1) === "function") {
        args.pop()("answer", 1);
      }
      messages.push(args);
    });
    const answered = next(socket, "answered");
    socket.send("hello");
    assert.deepEqual(await answered, ["answer", 1]);
    assert.deepEqual(messages, [["hello", 1], [[1, 2]], ["hello"]]);
  },

  async "emitting to who has gone tells so"() {
    const socket = await connect();
    const other = await connect();
    const hello = next(other, "hello");
    assert.deepEqual(await ask(socket, "emit-to", other.id), ["QUEUED"]);
    await hello;
    const id = other.id;
    other.disconnect();
    let answer;
    do {
      [answer] = await ask(socket, "emit-to", id);
    } while (answer === "QUEUED");
    assert.equal(answer, "DISCONNECTED");
  },
};

await run(steps, cleanUp);
