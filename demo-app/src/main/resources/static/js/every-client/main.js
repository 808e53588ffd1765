import { byId } from "../dom.js";
import { loadClient } from "./client.js";
import { createConnection, showIdentity } from "./connection.js";
import { showDelivered, showMessage, showOwnMessage } from "./messages.js";

const client = await loadClient();
const connection = createConnection(client);

let me = null; // { id, client, revision }, as the others see this client; null until the server has said it
let lastId = 0;

document.title = `${client.label} · Every client`;
byId("badge").textContent = client.label;
byId("badge").dataset.client = client.label;
byId("version").textContent = client.version;
byId("send-bytes").hidden = !client.binary;

connection.on("welcome", (sender) => {
  me = sender;
  showIdentity(me);
});

connection.on("said", (from, text, ack) => {
  showMessage(from, { text });
  ack();
});

connection.on("bytes", (from, data, ack) => {
  showMessage(from, contentOf(data));
  ack();
});

connection.on("delivered", showDelivered);

byId("say-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("say-text").value.trim();
  if (text && me && connection.isConnected()) {
    byId("say-text").value = "";
    send("say", text, { text });
  }
});

byId("send-bytes").addEventListener("click", () => {
  const { buffer } = crypto.getRandomValues(new Uint8Array(8));
  if (me) {
    send("bytes", buffer, contentOf(buffer));
  }
});

function send(event, payload, content) {
  const id = ++lastId;
  showOwnMessage(id, me, content, connection.ask(event, id, payload));
}

function contentOf(data) {
  return { bytes: client.toBytes(data), form: typeof data === "string" ? ", as base64" : "" };
}

connection.open();
