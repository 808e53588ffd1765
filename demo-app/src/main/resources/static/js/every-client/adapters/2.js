import { connect } from "./manager.js";

/** socket.io-client 2.x. */
export default {
  label: "2.x",
  transports: ["polling", "jsonp", "websocket", "upgrade"],
  binary: true,
  connect,
  toBytes: (buffer) => new Uint8Array(buffer),
};
