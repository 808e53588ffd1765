import assert from "node:assert/strict";
import { io } from "socket.io-client";
import oldIo from "socket.io-client-2";
import { ask, collect, next, run } from "./harness.mjs";
import { startProxy } from "./proxy.mjs";

/**
 * Clients that lose TCP and come back, in time or too late, while another client has the
 * server emit events.
 */
const [transport, url, outcome] = process.argv.slice(2);
const transports = transport === "upgrade" ? ["polling", "websocket"] : [transport];

const proxy = await startProxy(url);
let sockets = [];

function open(base, options) {
  const socket = io(`${base}/recovery`, { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 50, ...options });
  sockets.push(socket);
  return socket;
}

async function connected(base, options = {}) {
  const socket = open(base, options);
  await next(socket, "connect");
  if (options.transports?.length > 1 && socket.io.engine.transport.name !== "websocket") {
    await next(socket.io.engine, "upgrade");
  }
  return socket;
}

async function gone(control, id) {
  while ((await ask(control, "here", id))[0]) {
    // Each question is answered by the server, so this is no busy loop.
  }
}

function cleanUp() {
  sockets.forEach((socket) => socket.disconnect());
  sockets = [];
  proxy.restore();
}

async function lose(control, socket) {
  const id = socket.id;
  const lost = next(socket, "disconnect");
  proxy.cut();
  await lost;
  await gone(control, id);
  return id;
}

async function comeBack(socket) {
  const back = next(socket, "connect");
  proxy.restore();
  await back;
}

const inTime = {
  async "gets exactly what it has missed"() {
    const control = await connected(url);
    const socket = await connected(proxy.url, { transports });
    assert.equal(socket.recovered, false);
    const told = collect(socket, "told");
    const bytes = [];
    socket.on("told", (text, data) => bytes.push(Buffer.from(data).toString()));
    socket.emit("enter", "room");
    await ask(socket, "who");
    control.emit("tell", "room", "before");
    await told.reached(1);

    const id = await lose(control, socket);
    for (const [room, text] of [["", "to all"], ["room", "to the room"], ["elsewhere", "not for it"], ["room", "ü 😀 \u2028"], [id, "to itself"]]) {
      control.emit("tell", room, text);
    }
    await ask(control, "who");
    await comeBack(socket);

    assert.equal(socket.recovered, true);
    assert.equal(socket.id, id);
    const [who] = await ask(socket, "who");
    assert.deepEqual({ ...who, rooms: who.rooms.sort() }, { id, recovered: true, rooms: [id, "room"].sort(), data: { entered: "room" } });
    control.emit("tell", "room", "after");
    await told.reached(6);
    const expected = ["before", "to all", "to the room", "ü 😀 \u2028", "to itself", "after"];
    assert.deepEqual(told.values, expected);
    assert.deepEqual(bytes, expected);
  },

  async "comes back again and again"() {
    const control = await connected(url);
    const socket = await connected(proxy.url, { transports });
    const told = collect(socket, "told");
    control.emit("tell", "", "0");
    await told.reached(1);
    for (let i = 1; i <= 5; i++) {
      await lose(control, socket);
      control.emit("tell", "", `${i}`);
      await ask(control, "who");
      await comeBack(socket);
      assert.equal(socket.recovered, true);
      await told.reached(i + 1);
    }
    assert.deepEqual(told.values, ["0", "1", "2", "3", "4", "5"]);
  },

  async "has received nothing yet and connects anew"() {
    const control = await connected(url);
    const socket = await connected(proxy.url, { transports });
    const id = await lose(control, socket);
    await comeBack(socket);
    assert.equal(socket.recovered, false);
    assert.notEqual(socket.id, id);
  },

  async "a client that knows nothing of it sees no more arguments"() {
    const control = await connected(url);
    const old = oldIo(`${url}/recovery`, { forceNew: true, transports });
    sockets.push(old);
    await next(old, "connect");
    await new Promise((resolve) => old.emit("who", resolve));
    const args = next(old, "told");
    control.emit("tell", "", "text");
    assert.equal((await args).length, 2);
  },
};

const tooLate = {
  async "connects anew, and is told nothing of what it has missed"() {
    const control = await connected(url);
    const socket = await connected(proxy.url, { transports });
    const told = collect(socket, "told");
    socket.emit("enter", "room");
    await ask(socket, "who");
    control.emit("tell", "room", "before");
    await told.reached(1);
    const id = await lose(control, socket);
    control.emit("tell", "", "missed");
    await ask(control, "who");
    await comeBack(socket);
    assert.equal(socket.recovered, false);
    assert.notEqual(socket.id, id);
    const [who] = await ask(socket, "who");
    assert.deepEqual(who, { id: socket.id, recovered: false, rooms: [socket.id], data: {} });
    control.emit("tell", "", "after");
    await told.reached(2);
    assert.deepEqual(told.values, ["before", "after"]);
  },
};

await run(outcome === "in-time" ? inTime : tooLate, cleanUp);
