// node await-open.mjs <server url> <times>
// A client that listens for messages only after "open", as the protocol's own test suite.
import { createRequire } from "node:module";
import { within } from "./harness.mjs";

const [url, times] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { WebSocket } = require(require.resolve("ws", { paths: [require.resolve("engine.io-client")] }));
const next = (socket, event) => new Promise((resolve) => socket.addEventListener(event, resolve, { once: true }));

// The server waits for 20 ms. A machine that keeps this program from listening that long says nothing about it.
const PATIENCE = 10;
let attempts = 10 * Number(times);

for (const revision of [3, 4]) {
  for (let i = 0; i < Number(times);) {
    if (attempts-- === 0) {
      throw new Error("this machine is too busy");
    }
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=${revision}&transport=websocket`);
    let answered;
    socket.once("upgrade", () => { answered = performance.now(); });
    await within(next(socket, "open"), `"open" of connection ${i}`);
    const message = next(socket, "message");
    if (performance.now() - answered > PATIENCE) {
      socket.terminate();
      continue;
    }
    const { data } = await within(message, `handshake of connection ${i}`);
    if (!data.startsWith("0{")) {
      throw new Error(`not a handshake: ${data}`);
    }
    socket.close();
    await within(next(socket, "close"), `"close" of connection ${i}`);
    i++;
  }
}
console.log("all steps passed");
