import { io } from "/socket.io/socket.io.esm.min.js";

const TICKS = 60;
const MESSAGES = 200;
const SILENCE = 2500;
const NAMES = ["Ann", "Bob", "Cem", "Dana", "Eve", "Finn", "Gita", "Hugo", "Ines", "Jon"];

const byId = (id) => document.getElementById(id);
const copyOf = (template) => byId(template).content.firstElementChild.cloneNode(true);

const only = new URLSearchParams(location.search).get("transport");
const restricted = only === "polling" || only === "websocket";
document.querySelector(`[data-choice="${restricted ? only : ""}"]`).setAttribute("aria-current", "true");

// Slow to connect again, so that there is time to see what happens meanwhile.
const socket = io({
  reconnectionDelay: 3000,
  randomizationFactor: 0,
  ...(restricted && { transports: [only] }),
});

let server; // the one that holds this page's session
let away; // while the connection is lost: how many events have arrived late

socket.io.on("open", () => {
  const { engine } = socket.io;
  byId("transport").textContent = engine.transport.name;
  engine.on("upgrade", ({ name }) => { byId("transport").textContent = name; });
});

socket.on("disconnect", (reason) => {
  away = { missed: 0 };
  show("connecting", "Connecting again…");
  byId("transport").textContent = "none";
  for (const lane of byId("lanes").children) {
    clearTimeout(lane.timer);
  }
  notice(`The connection is lost (${reason}). Three seconds until the next attempt: time to write in another window.`);
});

socket.on("connect_error", () => show("connecting", "No answer, trying again…"));

// What was missed has arrived before this, in order.
socket.on("connect", () => {
  show("connected", "Connected");
  byId("socket-id").textContent = socket.id;
});

socket.on("welcome", (welcome) => {
  const before = server;
  server = welcome.server;
  paint(byId("server"), server);
  byId("stop").textContent = `Stop ${server}`;
  byId("here").dataset.server = server;
  for (const lane of byId("lanes").children) {
    lane.classList.toggle("own", lane.dataset.server === server);
    watch(lane);
  }
  if (away) {
    const back = before === server ? `Back on ${server}` : `From ${before} to ${server}`;
    notice(socket.recovered
      ? `${back}, as the same socket. Missed and delivered now: ${away.missed}.`
      : `${back}, as a new socket. What was sent meanwhile is lost to you.`);
    away = undefined;
    show("connected", "Connected");
  } else {
    notice(`Welcome to ${server}.`);
  }
});

socket.on("tick", (tick) => {
  if (away) {
    away.missed++;
  }
  const lane = laneOf(tick.server);
  const last = Number(lane.dataset.number ?? tick.number - 1);
  // A server that was started again begins anew.
  for (let number = last + 1; number < tick.number; number++) {
    addTick(lane, "lost");
  }
  addTick(lane, away ? "late" : "");
  lane.dataset.number = tick.number;
  lane.querySelector(".people").textContent = tick.people === 1 ? "1 person" : `${tick.people} people`;
  if (!away) {
    watch(lane);
  }
});

socket.on("said", (said) => {
  if (away) {
    away.missed++;
  }
  const message = copyOf("message");
  message.classList.toggle("own", said.name === byId("say-name").value);
  message.classList.toggle("late", Boolean(away));
  message.dataset.server = said.server;
  message.querySelector(".from").textContent = said.name;
  message.querySelector(".when").textContent = away ? "while you were away" : "";
  message.querySelector(".text").textContent = said.text;
  paint(message.querySelector(".server"), said.server);
  addToMessages(message);
});

byId("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = byId("say-name").value.trim();
  const text = byId("say-text").value.trim();
  if (name && text) {
    sessionStorage.setItem("name", name);
    // Without a connection, the client keeps it until there is one.
    socket.emit("say", { name, text });
    byId("say-text").value = "";
  }
});

byId("stop").addEventListener("click", () => {
  byId("stop").disabled = true;
  socket.emit("stop");
});

byId("say-name").value = sessionStorage.getItem("name") ?? NAMES[Math.floor(Math.random() * NAMES.length)];
sessionStorage.setItem("name", byId("say-name").value);

function show(state, text) {
  byId("here").dataset.state = state;
  byId("status").textContent = text;
  byId("tense").textContent = away ? "were" : "are";
  byId("stop").disabled = state !== "connected";
}

function paint(element, name) {
  element.textContent = name;
  element.dataset.server = name;
}

function laneOf(name) {
  const lanes = byId("lanes");
  const found = [...lanes.children].find((lane) => lane.dataset.server === name);
  if (found) {
    return found;
  }
  const lane = copyOf("lane");
  lane.dataset.server = name;
  lane.classList.toggle("own", name === server);
  paint(lane.querySelector(".server"), name);
  const next = [...lanes.children].find((other) => other.dataset.server > name);
  lanes.insertBefore(lane, next ?? null);
  return lane;
}

function addTick(lane, kind) {
  const ticks = lane.querySelector(".ticks");
  const tick = document.createElement("i");
  tick.className = `tick ${kind}`;
  ticks.append(tick);
  if (ticks.childElementCount > TICKS) {
    ticks.firstElementChild.remove();
  }
  if (kind === "late" || kind === "lost") {
    byId(kind).textContent = Number(byId(kind).textContent) + 1;
  }
}

/** A tick has come, or is awaited: when none comes, the lane shows it second by second. */
function watch(lane) {
  clearTimeout(lane.timer);
  lane.dataset.state = "live";
  lane.timer = setTimeout(() => showSilence(lane), SILENCE);
}

function showSilence(lane) {
  lane.dataset.state = "silent";
  lane.querySelector(".people").textContent = "silent";
  addTick(lane, "gap");
  lane.timer = setTimeout(() => showSilence(lane), 1000);
}

function notice(text) {
  const notice = copyOf("notice");
  notice.textContent = text;
  addToMessages(notice);
}

function addToMessages(item) {
  const list = byId("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight <= list.clientHeight / 2;
  list.append(item);
  if (list.childElementCount > MESSAGES) {
    list.firstElementChild.remove();
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
}
