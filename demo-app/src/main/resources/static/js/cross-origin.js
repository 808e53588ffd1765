import { io } from "/socket.io/socket.io.esm.min.js";
import { byId } from "./dom.js";

const OTHER_NAMES = { "localhost": "127.0.0.1", "127.0.0.1": "localhost" };

const otherName = OTHER_NAMES[location.hostname];
const other = `${location.protocol}//${otherName ?? "localhost"}${location.port && `:${location.port}`}`;

byId("from").textContent = location.origin;
byId("to").textContent = other;
byId("other").href = `${other}/cross-origin.html`;
byId("other").textContent = `${other}/cross-origin.html`;

if (otherName) {
  const socket = io(`${other}/cross-origin`, { autoConnect: false, reconnection: false });

  socket.on("seen", ({ origin, host }) => {
    byId("seen").textContent = `Origin: ${origin}, Host: ${host}`;
    show("connected", "Connected", "Allowed.", ` The server lets ${origin} in.`);
  });
  socket.on("connect_error", (error) => {
    byId("seen").textContent = "nothing";
    show("disconnected", "Refused", "Refused.", ` All that the page gets to know: “${error.message}”.`);
  });
  socket.on("disconnect", (reason) => show("disconnected", `Disconnected (${reason})`, "", ""));

  const attempt = () => {
    show("connecting", "Connecting…", "", "");
    socket.disconnect().connect();
  };
  byId("again").addEventListener("click", attempt);
  attempt();
} else {
  byId("again").hidden = true;
  show("disconnected", "Not tried", "", "Open this page as localhost, or as 127.0.0.1, to see the two origins.");
}

function show(state, status, verdict, text) {
  byId("connection").dataset.state = state;
  byId("status").textContent = status;
  const strong = document.createElement("b");
  strong.textContent = verdict;
  byId("verdict").replaceChildren(strong, text);
}
