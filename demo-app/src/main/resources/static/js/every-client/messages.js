import { append, byId, copyOf, timeOf } from "../dom.js";

const MESSAGES = 200;

const sent = new Map(); // message id → its element, until it is delivered

/** Shows what somebody has said: "text", or "bytes" and the form they came in. */
export function showMessage(from, { text, bytes, form }, own = false) {
  const item = copyOf("message");
  item.classList.toggle("own", own);
  const badge = item.querySelector(".badge");
  badge.textContent = from.client ?? "?";
  badge.dataset.client = from.client ?? "";
  item.querySelector(".revision").textContent = from.revision;
  const now = new Date();
  const time = item.querySelector("time");
  time.dateTime = now.toISOString();
  time.textContent = timeOf(now);
  if (bytes) {
    const hex = document.createElement("code");
    hex.dataset.testid = "message-bytes";
    hex.textContent = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    item.querySelector(".text").append(`${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}${form}`, hex);
  } else {
    item.querySelector(".text").textContent = text;
  }
  append(byId("messages"), item, MESSAGES);
  return item;
}

/** Shows a message of this client and how far it gets: "answer" promises what the server says to it. */
export async function showOwnMessage(id, from, content, answer) {
  const item = showMessage(from, content, true);
  sent.set(id, item);
  tick(item, "sending", "Sending");
  const { ok, error } = await answer;
  if (!ok) {
    sent.delete(id);
    tick(item, "failed", `Not sent: ${error}`);
  } else if (sent.has(id)) {
    tick(item, "sent", "The server has it");
  }
}

export function showDelivered(id, count) {
  const item = sent.get(id);
  sent.delete(id);
  if (item && count > 0) {
    tick(item, "delivered", `Delivered to ${count} other ${count === 1 ? "client" : "clients"}`);
  }
}

function tick(item, state, text) {
  const ticks = item.querySelector(".ticks");
  ticks.hidden = false;
  ticks.dataset.state = state;
  ticks.title = text;
  ticks.setAttribute("aria-label", text);
}
