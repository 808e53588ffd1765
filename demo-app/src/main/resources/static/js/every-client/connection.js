import { byId, copyOf } from "../dom.js";

const NAMESPACE = "/everyone";
const ACK_TIMEOUT = 5000;

/** Connects over the transport that is chosen, and again when another one is; shows how that goes. */
export function createConnection(client) {
  const handlers = [];
  let socket = null; // the one in use, of which only we hear
  let connected = false;

  function open(transport) {
    socket?.disconnect();
    showTransport("");
    show("connecting", "Connecting…");
    const watch = {
      connected() {
        show("connected", "Connected");
        showTransport(socket.transport());
      },
      upgraded: () => showTransport(socket.transport()),
      lost(willReturn) {
        showTransport("");
        show(willReturn ? "connecting" : "disconnected", willReturn ? "Reconnecting…" : "Not connected");
      },
      failed(willRetry) {
        show(willRetry ? "connecting" : "disconnected", willRetry ? "No answer, trying again…" : "Not connected");
      },
    };
    const opened = client.connect({
      namespace: NAMESPACE,
      transport,
      query: { client: client.label },
      watch: onlyWhile(() => socket === opened, watch),
    });
    socket = opened;
    handlers.forEach(([event, handler]) => socket.on(event, handler));
  }

  function show(state, text) {
    connected = state === "connected";
    byId("connection").dataset.state = state;
    byId("status").textContent = text;
    showIdentity({ id: "–", revision: "–" });
    for (const button of byId("say-form").querySelectorAll("button")) {
      button.disabled = !connected;
    }
  }

  showChoices(client.transports, open);

  return {
    open: () => open(client.transports.includes("upgrade") ? "upgrade" : client.transports[0]),
    isConnected: () => connected,
    on: (event, handler) => handlers.push([event, handler]),

    /** Every event is answered with { ok, error }; no answer in time is an answer like that too. */
    ask: (event, ...args) => new Promise((resolve) => {
      const timer = setTimeout(resolve, ACK_TIMEOUT, { ok: false, error: "The server did not answer." });
      socket.emit(event, ...args, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    }),
  };
}

/** A socket that was given up may still call. */
function onlyWhile(condition, watch) {
  return Object.fromEntries(Object.entries(watch).map(([name, call]) => [name, (...args) => {
    if (condition()) {
      call(...args);
    }
  }]));
}

/** Shows who this client is to the server; of an id like "/everyone#x", what comes after the namespace. */
export function showIdentity({ id, revision }) {
  byId("socket-id").textContent = id.slice(id.indexOf("#") + 1);
  byId("socket-id").title = id;
  byId("revision").textContent = revision;
}

function showTransport(name) {
  byId("transport").textContent = name || "–";
}

function showChoices(transports, onChoose) {
  const chosen = transports.includes("upgrade") ? "upgrade" : transports[0];
  for (const transport of transports) {
    const choice = copyOf("choice");
    const input = choice.querySelector("input");
    input.value = transport;
    input.checked = transport === chosen;
    input.dataset.testid = `transport-${transport}`;
    input.addEventListener("change", () => onChoose(transport));
    choice.querySelector("span").textContent = transport;
    byId("choices").append(choice);
  }
}
