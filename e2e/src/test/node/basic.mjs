// node basic.mjs <polling|websocket|upgrade> <server url>
// What every web server must be able to carry.
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { ask, next, run } from "./harness.mjs";

const [transport, url] = process.argv.slice(2);
const transports = transport === "upgrade" ? ["polling", "websocket"] : [transport];
const wanted = transports.at(-1);
let socket;

async function connected() {
  socket = io(url, { transports, forceNew: true, reconnection: false });
  await next(socket, "connect");
  if (socket.io.engine.transport.name !== wanted) {
    await next(socket.io.engine, "upgrade");
  }
  assert.equal(socket.io.engine.transport.name, wanted);
}

async function comesBack(...args) {
  await connected();
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await ask(socket, "echo-ack", ...args), args);
  }
}

const steps = {
  text: () => comesBack("text", { a: ["é", "€", "😀"] }, null),
  "much text": () => comesBack("é".repeat(100_000)),
  "binary data": () => comesBack(Buffer.from([0, 1, 254, 255]), Buffer.alloc(0), { last: Buffer.from("last") }),
  "much binary data": () => comesBack(Buffer.alloc(300 * 1024, 7)),
  async "many events, in order"() {
    await connected();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(socket, "echo-ack", i)));
    assert.deepEqual(answers.flat(), Array.from({ length: 200 }, (_, i) => i));
  },
};
run(steps, () => socket.disconnect());
