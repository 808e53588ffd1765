import { connect, createSocket, disconnect } from "./connection.js";
import { append, byId, copyOf, exactTimeOf, showChips } from "./dom.js";

const ACK_TIMEOUT = 5000;
const LATENCY_SAMPLES = 30;
const LOG_ENTRIES = 200;

const socket = createSocket("/tutorial", (text) => log("note", "transport", text));

// --- the log

function log(kind, tag, text) {
  const entry = copyOf("log-entry");
  entry.dataset.kind = kind;
  entry.querySelector("time").textContent = exactTimeOf(new Date());
  entry.querySelector(".tag").textContent = tag;
  entry.querySelector(".text").textContent = text;
  append(byId("log"), entry, LOG_ENTRIES);
}

byId("log-clear").addEventListener("click", () => byId("log").replaceChildren());

// --- what the server sends

socket.on("response", ({ to, text, count }) => log("in", `to ${to}`, count ? `#${count} ${text}` : text));

socket.on("counter", (value) => {
  byId("counter").textContent = value;
});

socket.on("room_closed", (room) => {
  log("note", "room", `${room} was closed`);
  showRooms(rooms.filter((name) => name !== room));
});

socket.on("connect", () => {
  byId("socket-id").textContent = socket.id;
});

socket.on("disconnect", (reason) => {
  log("note", "disconnect", reason);
  byId("socket-id").textContent = "–";
  byId("counter").textContent = "–";
  showToggle();
  showRooms([]);
  forgetLatency();
});

socket.on("connect_error", (error) => {
  log("error", "connect", error.message);
  showToggle();
});

// --- what the page sends

byId("connection-toggle").addEventListener("click", () => {
  if (socket.connected) {
    socket.emit("disconnect_request");
  } else if (socket.active) {
    disconnect(socket);
  } else {
    connect(socket);
  }
  showToggle();
});

function showToggle() {
  byId("connection-toggle").textContent = socket.active ? "Disconnect" : "Connect";
}

/** Sends an event that the server answers with { ok, error, … }; what went wrong stands below the form. */
async function send(form, event, payload) {
  const error = form.querySelector(".error");
  error.textContent = "";
  try {
    if (!socket.connected) {
      throw new Error("Not connected.");
    }
    const answer = await socket.timeout(ACK_TIMEOUT).emitWithAck(event, payload);
    if (!answer.ok) {
      throw new Error(answer.error);
    }
    return answer;
  } catch (problem) {
    error.textContent = problem.message;
    log("error", event, problem.message);
    return null;
  }
}

function onSubmit(formId, handler) {
  byId(formId).addEventListener("submit", (event) => {
    event.preventDefault();
    handler(event.target, event.submitter);
  });
}

async function sendText(form, input, event, payload) {
  if (await send(form, event, payload)) {
    input.value = "";
  }
  input.focus();
}

onSubmit("echo-form", (form) => sendText(form, byId("echo-text"), "echo", byId("echo-text").value));

onSubmit("broadcast-form", (form) => sendText(form, byId("broadcast-text"), "broadcast", byId("broadcast-text").value));

onSubmit("room-message-form", (form) => sendText(form, byId("room-message-text"), "room_message", {
  room: byId("room-message-room").value,
  text: byId("room-message-text").value,
}));

onSubmit("room-form", async (form, submitter) => {
  const event = submitter?.value || "join";
  const room = byId("room-name").value;
  const answer = await send(form, event, room);
  if (answer) {
    log("note", "room", `${{ join: "Joined", leave: "Left", close_room: "Closed" }[event]} ${room.trim()}`);
    showRooms(answer.rooms);
  }
});

// --- rooms

let rooms = [];

function showRooms(names) {
  rooms = names;
  byId("no-rooms").hidden = names.length > 0;
  showChips(byId("rooms"), names.map((name) => ({ name })), (name) => {
    byId("room-name").value = name;
    byId("room-message-room").value = name;
  });
}

// --- latency: how long the server takes to ack an event without arguments, over the last measurements

let latencies = [];

async function measure() {
  if (!socket.connected) {
    return;
  }
  const since = performance.now();
  try {
    await socket.timeout(ACK_TIMEOUT).emitWithAck("latency");
  } catch {
    return;
  }
  latencies = [...latencies, performance.now() - since].slice(-LATENCY_SAMPLES);
  showLatency();
}

function forgetLatency() {
  latencies = [];
  showLatency();
}

function showLatency() {
  const average = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
  byId("latency").textContent = latencies.length > 0 ? average.toFixed(1) : "–";
  const highest = Math.max(1, ...latencies);
  const points = latencies.map((value, index) =>
    `${(index * 100) / (LATENCY_SAMPLES - 1)},${(22 - (value / highest) * 20).toFixed(1)}`);
  byId("latency-chart").setAttribute("points", points.join(" "));
}

setInterval(measure, 1000);
connect(socket);
