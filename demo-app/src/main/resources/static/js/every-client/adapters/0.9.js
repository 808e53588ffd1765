/** socket.io-client 0.9, with its transports that do without Flash and ActiveX. */
export default {
  label: "0.9",
  transports: ["websocket", "xhr-polling", "jsonp-polling"],
  binary: false,
  connect,
  toBytes: (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
};

function connect({ namespace, transport, query, watch }) {
  window.io.transports = [transport]; // the option of that name only replaces the first of them
  const socket = window.io.connect(namespace, {
    "force new connection": true,
    "max reconnection attempts": Infinity,
    "reconnection limit": 5000,
    query: new URLSearchParams(query).toString(),
  });
  const connection = socket.socket; // what carries all namespaces

  socket.on("connect", () => watch.connected());
  socket.on("disconnect", (reason) => watch.lost(reason !== "booted"));
  socket.on("connect_failed", () => watch.failed(connection.reconnecting));
  socket.on("error", () => {
    if (!connection.connected) {
      watch.failed(connection.reconnecting);
    }
  });

  // Otherwise the server waits a minute for this client to come back.
  window.addEventListener("pagehide", () => navigator.sendBeacon(`/socket.io/1//${connection.sessionid}/?disconnect=1`));

  return {
    on: (event, handler) => socket.on(event, handler),
    emit: (event, ...args) => socket.emit(event, ...args),
    transport: () => connection.transport.name,
    disconnect() {
      // It would go on trying, and does not stop a handshake under way.
      connection.options.reconnect = false;
      connection.reconnecting = false;
      if (connection.transport) {
        connection.disconnect();
      } else {
        socket.on("connect", () => connection.disconnect());
      }
    },
  };
}
