// node await-open.mjs <server url> <times>
// A client that listens for messages only after "open", as the protocol's own test suite.
import { createRequire } from "node:module";
import { within } from "./harness.mjs";

const [url, times] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { WebSocket } = require(require.resolve("ws", { paths: [require.resolve("engine.io-client")] }));
const next = (socket, event) => new Promise((resolve) => socket.addEventListener(event, resolve, { once: true }));

for (const revision of [3, 4]) {
  for (let i = 0; i < Number(times); i++) {
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=${revision}&transport=websocket`);
    await within(next(socket, "open"), `"open" of connection ${i}`);
    const { data } = await within(next(socket, "message"), `handshake of connection ${i}`);
    if (!data.startsWith("0{")) {
      throw new Error(`not a handshake: ${data}`);
    }
    socket.close();
    await within(next(socket, "close"), `"close" of connection ${i}`);
  }
}
console.log("all steps passed");
