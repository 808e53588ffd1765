const OPTIONS = {
  polling: { transports: ["polling"] },
  jsonp: { transports: ["polling"], forceJSONP: true },
  websocket: { transports: ["websocket"] },
  upgrade: { transports: ["polling", "websocket"] },
};

/** Connects a client with a manager below its sockets, as all have since 1.0. */
export function connect({ namespace, transport, query, watch }) {
  const socket = window.io(namespace, { ...OPTIONS[transport], forceNew: true, query });

  socket.io.on("open", () => socket.io.engine.on("upgrade", () => watch.upgraded()));
  socket.on("connect", () => watch.connected());
  socket.on("disconnect", (reason) => watch.lost(!reason.startsWith("io ")));
  socket.on("connect_error", () => watch.failed(true));

  return {
    on: (event, handler) => socket.on(event, handler),
    emit: (event, ...args) => socket.emit(event, ...args),
    transport: () => nameOf(socket.io.engine.transport),
    disconnect: () => socket.disconnect(),
  };
}

/** JSONP calls itself polling, but not without the number of its callback. */
function nameOf({ name, query }) {
  return "j" in query ? "jsonp" : name;
}
