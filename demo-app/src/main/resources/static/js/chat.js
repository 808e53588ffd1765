import { connect, createSocket } from "./connection.js";
import { append, byId, copyOf, dressAvatar, showChips, timeOf } from "./dom.js";

const ACK_TIMEOUT = 5000;
const MESSAGES = 300;
const TYPING_EVERY = 2000;
const TYPING_LASTS = 4000;

const socket = createSocket("/chat");

let me = null; // { id, nickname } while in a room
let wanted = null; // { nickname, room } to return to after a lost connection

// --- entering and leaving

byId("nickname").value = sessionStorage.getItem("nickname") ?? "";
byId("room").value = sessionStorage.getItem("room") ?? "lobby";

byId("enter-form").addEventListener("submit", (event) => {
  event.preventDefault();
  enter({ nickname: byId("nickname").value, room: byId("room").value });
});

async function enter(entry) {
  byId("enter-error").textContent = "";
  const answer = await ask("enter", entry);
  if (wanted && !socket.connected) {
    return; // lost again: the next connect comes back here
  }
  if (!answer.ok) {
    wanted = null;
    showDoor(answer.error);
    return;
  }
  const newcomer = wanted === null;
  me = answer.me;
  wanted = { nickname: me.nickname, room: answer.room };
  sessionStorage.setItem("nickname", me.nickname);
  sessionStorage.setItem("room", answer.room);
  byId("room-title").textContent = answer.room;
  byId("door").hidden = true;
  byId("hall").hidden = false;
  if (newcomer) {
    byId("say-text").focus();
  }
}

byId("leave").addEventListener("click", async () => {
  wanted = null;
  if (socket.connected) {
    await ask("leave");
  }
  showDoor("");
});

function showDoor(error) {
  me = null;
  byId("hall").hidden = true;
  byId("door").hidden = false;
  byId("enter-error").textContent = error;
  byId("messages").replaceChildren();
  sent.clear();
  forgetTyping();
  byId("nickname").focus();
}

/** Every event is answered with { ok, error, … }; no answer in time is an answer like that too. */
async function ask(event, ...payload) {
  try {
    return await socket.timeout(ACK_TIMEOUT).emitWithAck(event, ...payload);
  } catch {
    return { ok: false, error: "The server did not answer." };
  }
}

socket.on("connect", () => {
  byId("enter").disabled = false;
  byId("say-send").disabled = false;
  if (wanted) {
    enter(wanted);
  }
});

socket.on("disconnect", () => {
  me = null;
  byId("enter").disabled = true;
  byId("say-send").disabled = true;
  showMembers([]);
  forgetTyping();
  if (wanted) {
    notice("Connection lost, you will be back in this room as soon as it returns");
  }
});

socket.on("rooms", (open) => {
  byId("open-rooms").hidden = open.length === 0;
  const chips = open.map(({ name, members }) => ({ name, label: `${name} · ${members}` }));
  showChips(byId("open-rooms-list"), chips, (name) => {
    byId("room").value = name;
    byId("nickname").focus();
  });
});

// --- who is there

socket.on("presence", ({ change, member, members }) => {
  notice(`${member.nickname} ${change === "JOINED" ? "came in" : "has left"}`);
  showMembers(members);
  if (change === "LEFT") {
    stopTyping(member.id);
  }
});

function showMembers(members) {
  byId("member-count").textContent = members.length > 0 ? `(${members.length})` : "";
  byId("members").replaceChildren(...members.map(({ id, nickname }) => {
    const item = copyOf("member");
    dressAvatar(item.querySelector(".avatar"), nickname);
    item.querySelector("bdi").textContent = id === socket.id ? `${nickname} (you)` : nickname;
    return item;
  }));
}

// --- messages and their ticks

const sent = new Map(); // message id → its element, until it is delivered
let lastId = 0;

byId("say-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = byId("say-text").value.trim();
  if (!text || !me) {
    return;
  }
  byId("say-text").value = "";
  ownTypingUntil = 0;
  const id = ++lastId;
  const item = showMessage(me, text, new Date(), true);
  sent.set(id, item);
  tick(item, "sending", "Sending");
  const answer = await ask("say", { id, text });
  if (!answer.ok) {
    sent.delete(id);
    tick(item, "failed", `Not sent: ${answer.error}`);
  } else if (sent.has(id)) {
    tick(item, "sent", "The server has it");
    if (sent.size > MESSAGES) {
      sent.delete(sent.keys().next().value);
    }
  }
});

socket.on("delivered", ({ id, count }) => {
  const item = sent.get(id);
  if (item) {
    sent.delete(id);
    tick(item, "delivered", count === 1 ? "Delivered to 1 other member" : `Delivered to ${count} other members`);
  }
});

socket.on("message", ({ from, text, at }, ack) => {
  stopTyping(from.id);
  showMessage(from, text, new Date(at), false);
  ack();
});

function showMessage(from, text, at, own) {
  const item = copyOf("message");
  item.classList.toggle("own", own);
  dressAvatar(item.querySelector(".avatar"), from.nickname);
  item.querySelector(".from").textContent = own ? "You" : from.nickname;
  const time = item.querySelector("time");
  time.dateTime = at.toISOString();
  time.textContent = timeOf(at);
  item.querySelector(".text").textContent = text;
  append(byId("messages"), item, MESSAGES);
  return item;
}

function tick(item, state, text) {
  const ticks = item.querySelector(".ticks");
  ticks.hidden = false;
  ticks.dataset.state = state;
  ticks.title = text;
  ticks.setAttribute("aria-label", text);
}

function notice(text) {
  const item = copyOf("notice");
  item.textContent = text;
  append(byId("messages"), item, MESSAGES);
}

// --- who is typing: told again every 2 s at most, believed for 4 s, so that a lost event heals itself

const typists = new Map(); // socket id → { nickname, timer }
let ownTypingUntil = 0;

byId("say-text").addEventListener("input", (event) => {
  const typing = event.target.value !== "";
  const now = Date.now();
  if (me && (!typing || now > ownTypingUntil)) {
    socket.emit("typing", typing);
    ownTypingUntil = typing ? now + TYPING_EVERY : 0;
  }
});

socket.on("typing", ({ member, typing }) => {
  stopTyping(member.id);
  if (typing) {
    const timer = setTimeout(stopTyping, TYPING_LASTS, member.id);
    typists.set(member.id, { nickname: member.nickname, timer });
    showTyping();
  }
});

function stopTyping(id) {
  clearTimeout(typists.get(id)?.timer);
  typists.delete(id);
  showTyping();
}

function forgetTyping() {
  [...typists.keys()].forEach(stopTyping);
}

function showTyping() {
  const names = [...typists.values()].map(({ nickname }) => nickname);
  byId("typing").classList.toggle("active", names.length > 0);
  byId("typing-text").textContent = names.length === 0 ? ""
    : names.length > 3 ? "Several people are typing"
    : `${new Intl.ListFormat("en").format(names)} ${names.length === 1 ? "is" : "are"} typing`;
}

connect(socket);
