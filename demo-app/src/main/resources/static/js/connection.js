import { io } from "/socket.io/socket.io.esm.min.js";

const byId = (id) => document.getElementById(id);

/**
 * Creates the page's socket and shows how its connection is doing: the state, the transport that carries it, and
 * the upgrade from polling to WebSocket as it happens. The page connects the socket when its own handlers stand.
 *
 * "?transport=polling" or "?transport=websocket" in the address keeps the client to that one.
 */
export function createSocket(namespace, onTransport = () => {}) {
  const only = new URLSearchParams(location.search).get("transport");
  const restricted = only === "polling" || only === "websocket";
  const socket = io(namespace, { autoConnect: false, ...(restricted && { transports: [only] }) });

  for (const link of byId("transport-choices").querySelectorAll("a")) {
    if (link.dataset.choice === (restricted ? only : "")) {
      link.setAttribute("aria-current", "true");
    }
  }

  socket.io.on("open", () => watchTransport(socket.io.engine, onTransport));
  socket.on("connect", () => showState("connected", "Connected"));
  socket.on("disconnect", (reason) => {
    showTransport("none", "");
    if (socket.active) {
      showState("connecting", `Reconnecting (${reason})…`);
    } else {
      showState("disconnected", "Disconnected");
    }
  });
  socket.on("connect_error", (error) => {
    if (socket.active) {
      showState("connecting", "No answer from the server, trying again…");
    } else {
      showState("disconnected", `Refused: ${error.message}`);
    }
  });
  return socket;
}

/** Connects. The client has no event for "now I try", so this is where the page says it. */
export function connect(socket) {
  showState("connecting", "Connecting…");
  socket.connect();
}

/** Disconnects, or gives up connecting. */
export function disconnect(socket) {
  socket.disconnect();
  showState("disconnected", "Disconnected");
}

function watchTransport(engine, onTransport) {
  const first = engine.transport.name;
  const since = performance.now();
  showTransport(first, "");
  onTransport(`Connected by ${first}`);

  engine.on("upgrading", (next) => {
    showTransport(first, `upgrading to ${next.name}…`, next.name);
  });
  engine.on("upgrade", (next) => {
    const text = `upgraded from ${first} in ${Math.round(performance.now() - since)} ms`;
    showTransport(next.name, text);
    onTransport(`Transport is ${next.name} now, ${text}`);
  });
  engine.on("upgradeError", () => {
    showTransport(first, `no upgrade possible, staying with ${first}`);
    onTransport(`No upgrade possible, staying with ${first}`);
  });
}

function showState(state, text) {
  byId("connection").dataset.state = state;
  byId("status").textContent = text;
}

function showTransport(name, text, next) {
  byId("transport").textContent = name;
  byId("upgrade").textContent = text;
  for (const step of document.querySelectorAll(".transports li")) {
    const own = step.dataset.transport;
    step.dataset.state = own === name ? "active" : own === next ? "next" : "idle";
  }
}
