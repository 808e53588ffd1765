import { connect, createSocket } from "./connection.js";
import { byId, copyOf, dressAvatar } from "./dom.js";

const ACK_TIMEOUT = 5000;

const MESSAGES = 1000;

const socket = createSocket("/persistent-chat");
const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const shown = new Map(); // id of a message → its element, in the order of the page

byId("nickname").value = sessionStorage.getItem("nickname") ?? "";

const older = copyOf("older");
older.addEventListener("click", async () => {
  const [first] = shown.keys();
  const answer = await ask("older", first);
  if (answer.ok) {
    add(answer.messages);
    older.hidden = !answer.more;
  }
});
byId("messages").append(older);

socket.on("connect", () => {
  byId("say-send").disabled = false;
});

socket.on("disconnect", () => {
  byId("say-send").disabled = true;
});

// Also after a lost connection: what was missed is in it, unless that is very much.
socket.on("history", ({ messages, more }) => {
  const missed = shown.size > 0 && messages.length > 0 && !messages.some(({ id }) => shown.has(id));
  if (missed) {
    shown.forEach((item) => item.remove());
    shown.clear();
  }
  if (shown.size === 0) {
    older.hidden = !more;
  }
  add(messages);
  toEnd();
});

socket.on("said", (message) => {
  const list = byId("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight <= list.clientHeight / 2;
  add([message]);
  if (shown.size > MESSAGES) {
    const [[id, first]] = shown;
    first.remove();
    shown.delete(id);
  }
  if (atEnd) {
    toEnd();
  }
});

/** Adds messages, each where it belongs and once, whatever order they come in. */
function add(messages) {
  for (const message of messages) {
    if (!shown.has(message.id)) {
      shown.set(message.id, elementOf(message));
    }
  }
  const sorted = [...shown].sort(([one], [another]) => one - another);
  shown.clear();
  sorted.forEach(([id, item]) => shown.set(id, item));
  let last = older;
  for (const item of shown.values()) {
    if (last.nextSibling !== item) {
      last.after(item);
    }
    last = item;
  }
}

function elementOf({ id, nickname, text, at }) {
  const item = copyOf("message");
  item.dataset.id = id;
  dressAvatar(item.querySelector(".avatar"), nickname);
  item.querySelector(".from").textContent = nickname;
  const time = item.querySelector("time");
  time.dateTime = at;
  time.textContent = when.format(new Date(at));
  item.querySelector(".text").textContent = text;
  return item;
}

function toEnd() {
  byId("messages").scrollTop = byId("messages").scrollHeight;
}

byId("say-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const nickname = byId("nickname").value;
  const answer = await ask("say", { nickname, text: byId("say-text").value });
  byId("say-error").textContent = answer.ok ? "" : answer.error;
  if (answer.ok) {
    sessionStorage.setItem("nickname", nickname);
    byId("say-text").value = "";
  }
  byId("say-text").focus();
});

/** Every event is answered with { ok, error, … }; no answer in time is an answer like that too. */
async function ask(event, ...payload) {
  try {
    return await socket.timeout(ACK_TIMEOUT).emitWithAck(event, ...payload);
  } catch {
    return { ok: false, error: "The server did not answer." };
  }
}

connect(socket);
