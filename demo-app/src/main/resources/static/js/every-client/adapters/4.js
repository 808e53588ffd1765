import { connect } from "./manager.js";

/** socket.io-client 4.x, which has no JSONP any more. */
export default {
  label: "4.x",
  transports: ["polling", "websocket", "upgrade"],
  binary: true,
  connect,
  toBytes: (buffer) => new Uint8Array(buffer),
};
