import { connect } from "./manager.js";

/** socket.io-client 3.x. */
export default {
  label: "3.x",
  transports: ["polling", "jsonp", "websocket", "upgrade"],
  binary: true,
  connect,
  toBytes: (buffer) => new Uint8Array(buffer),
};
