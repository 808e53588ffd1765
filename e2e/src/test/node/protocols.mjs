// node protocols.mjs <websocket|upgrade> <server url>
// The option "protocols": the server names the first that is offered.
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { ask, next } from "./harness.mjs";

const [transport, url] = process.argv.slice(2);
const transports = transport === "upgrade" ? ["polling", "websocket"] : [transport];
const socket = io(url, { transports, protocols: ["a", "b"], reconnection: false });
await next(socket, "connect");
if (socket.io.engine.transport.name !== "websocket") {
  await next(socket.io.engine, "upgrade");
}
assert.equal(socket.io.engine.transport.ws.protocol, "a");
assert.deepEqual((await ask(socket, "echo-ack", 1)).length > 0, true);
socket.disconnect();
console.log("all steps passed");
