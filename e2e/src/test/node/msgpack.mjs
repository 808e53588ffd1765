// node msgpack.mjs <polling|websocket> <server url>: what JSON has not, and who speaks JSON
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { io } from "socket.io-client";
import parser from "socket.io-msgpack-parser";
import { ask, collect, next, run } from "./harness.mjs";

const [transport, url] = process.argv.slice(2);
const { decode } = createRequire(createRequire(import.meta.url).resolve("socket.io-msgpack-parser"))("notepack.io");

let opened = [];

function open(namespace, options) {
  const socket = io(url + namespace, { transports: [transport], forceNew: true, reconnection: false, ...options });
  opened.push(() => socket.disconnect());
  return socket;
}

async function connect(namespace, options = { parser }) {
  const socket = open(namespace, options);
  await next(socket, "connect");
  return socket;
}

const steps = {
  async "sends dates"() {
    const socket = await connect("/values");
    for (const time of [0, 1, -1, Date.now(), 8.64e15, -8.64e15]) {
      assert.deepEqual(await ask(socket, "time", new Date(time)), [time, new Date(time).toJSON()]);
    }
  },

  async "sends what is undefined"() {
    const socket = await connect("/values");
    assert.deepEqual(await ask(socket, "keys", { a: undefined, b: null, c: [undefined] }), [["b", "c"]]);
    assert.deepEqual(await ask(socket, "is-null", undefined), [true]);
    assert.deepEqual(await ask(socket, "is-null", "x"), [false]);
  },

  async "exchanges numbers that JSON has not"() {
    const socket = await connect("/values");
    for (const number of [NaN, Infinity, -Infinity, 5e-324, -0.5, 1e15 + 0.5]) {
      assert.deepEqual(await ask(socket, "double", number), [number]);
    }
    for (const number of [2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 32, -(2 ** 31) - 1, 127, 128, -32, -33, 65536]) {
      assert.deepEqual(await ask(socket, "long", number), [number]);
    }
    assert.deepEqual(await ask(socket, "wide"), [2 ** 63, -(2 ** 63), 2 ** 64, 0.25, 0.1]);
  },

  async "gets packets that are each one binary message"() {
    const socket = await connect("/values");
    const packets = collect(socket.io.engine, "message");
    await ask(socket, "many-buffers", 40);
    const messages = packets.values.map((message) => {
      assert.ok(Buffer.isBuffer(message), typeof message);
      return decode(message);
    });
    assert.deepEqual(messages, [
      { type: 3, data: [Array.from({ length: 40 }, (_, n) => Buffer.alloc(n, n))], id: 0, nsp: "/values" },
    ]);
    assert.deepEqual(Object.keys(messages[0]), ["type", "data", "id", "nsp"]);
  },

  async "sends more binary data than JSON may"() {
    const socket = await connect("/values");
    const parts = Array.from({ length: 50 }, (_, n) => Buffer.alloc(n));
    assert.deepEqual(await ask(socket, "lengths", parts), [parts.map((part) => part.length)]);
  },

  async "ends a client that speaks JSON and no other"() {
    const other = await connect("/values");
    const json = open("/values", {});
    const [reason] = await next(json.io, "close");
    assert.ok(["transport close", "transport error"].includes(reason), reason);
    assert.equal(json.connected, false);
    assert.deepEqual(await ask(other, "long", 5), [5]);
  },
};

await run(steps, () => {
  opened.forEach((close) => close());
  opened = [];
});
