// node everyone.mjs <server url>
// One client of each version on each transport, all in the demo's room "everyone". Says "ready <n>" when they are in;
// reads "<how many others there are>" and lets each say something, which all others must acknowledge.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { next } from "./harness.mjs";

const [url] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const versions = ["", "-3", "-2", "-1", "-1.0"].map((suffix) => `socket.io-client${suffix}`);
const ways = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };

async function join(version, way) {
  const io = require(version);
  const query = { client: version };
  const socket = io(`${url}/everyone`, { transports: ways[way], forceNew: true, reconnection: false, query });
  const heard = new Set();
  socket.on("said", (sender, text, ack) => {
    heard.add(text);
    ack();
  });
  await next(socket, "welcome");
  return { name: `${version} by ${way}`, socket, heard };
}

const clients = await Promise.all(versions.flatMap((version) => Object.keys(ways).map((way) => join(version, way))));
console.log(`ready ${clients.length}`);

for await (const line of createInterface({ input: process.stdin })) {
  const others = Number(line);
  for (const { name, socket } of clients) {
    const delivered = next(socket, "delivered");
    socket.emit("say", 1, `${name} says hello`);
    assert.deepEqual(await delivered, [1, others], name);
  }
  for (const { name, heard } of clients) {
    const missing = clients.filter((other) => other.name !== name && !heard.has(`${other.name} says hello`));
    assert.deepEqual(missing.map((other) => other.name), [], `what ${name} has not heard`);
  }
  console.log("all heard");
}
clients.forEach(({ socket }) => socket.disconnect());
