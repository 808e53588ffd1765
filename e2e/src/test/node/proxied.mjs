// node proxied.mjs <proxy url> <clients>
// Clients from as many addresses, over each transport, as pages of the proxy's own origin.
import assert from "node:assert/strict";
import http from "node:http";
import { io } from "socket.io-client";
import { ask, next, within } from "./harness.mjs";

const [url, clients] = process.argv.slice(2);
// What clients say of themselves must not be believed: the test looks at the addresses that the servers have seen.
const headers = {
  Origin: url, "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example.org", Forwarded: "for=203.0.113.8;host=evil.example.org",
};

async function current(agent, transports) {
  const socket = io(url, { transports, agent, forceNew: true, reconnection: false, extraHeaders: headers });
  socket.on("connect_error", (error) => console.log(error.message, error.description ?? ""));
  await next(socket, "connect");
  const wanted = transports.at(-1);
  if (socket.io.engine.transport.name !== wanted) {
    await next(socket.io.engine, "upgrade");
  }
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(await ask(socket, "echo-ack", "message", i), ["message", i]);
  }
  assert.equal(socket.io.engine.transport.name, wanted);
  socket.disconnect();
}

/** Protocol 1, which begins with a request of its own. */
async function old(agent) {
  const get = (path) => within(new Promise((resolve, reject) => http
    .get(url + path, { agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (data) => (text += data)).on("end", () => resolve(text));
    })
    .on("error", reject)), path);
  const [sid] = (await get("/socket.io/1/")).split(":");
  assert.match(await get(`/socket.io/1/xhr-polling/${sid}`), /(^|\ufffd)1::/);
  await get(`/socket.io/1/xhr-polling/${sid}?disconnect=1`);
}

for (let i = 0; i < Number(clients); i++) {
  const agent = new http.Agent({ localAddress: `127.0.0.${10 + i}` });
  await current(agent, ["polling"]);
  await current(agent, ["websocket"]);
  await current(agent, ["polling", "websocket"]);
  await old(agent);
}
console.log("all steps passed");
process.exit();
