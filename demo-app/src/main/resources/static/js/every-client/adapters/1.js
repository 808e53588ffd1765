import { connect } from "./manager.js";

/** socket.io-client 1.x; its JSONP is left out, which breaks off at text beyond ASCII. */
export default {
  label: "1.x",
  transports: ["polling", "websocket", "upgrade"],
  binary: true,
  connect,
  toBytes: (buffer) => new Uint8Array(buffer),
};
