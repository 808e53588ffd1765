import { connect, createSocket } from "./connection.js";
import { byId } from "./dom.js";

const SECONDS = 60;
const WIDTH = 600;
const HEIGHT = 200;

const socket = createSocket("/cpu");

let samples = [];

socket.on("history", ({ processors, samples: earlier }) => {
  byId("processors").textContent = processors;
  samples = earlier;
  draw();
});

socket.on("load", (sample, viewers) => {
  // The history that comes at the beginning may hold this one already.
  if (samples.at(-1)?.at !== sample.at) {
    samples = [...samples, sample].slice(-SECONDS);
  }
  byId("viewers").textContent = viewers;
  draw();
});

socket.on("disconnect", () => {
  byId("viewers").textContent = "–";
});

function draw() {
  const system = points("system");
  byId("system-line").setAttribute("points", system.join(" "));
  byId("application-line").setAttribute("points", points("application").join(" "));
  byId("system-area").setAttribute("points",
    system.length > 0 ? [`${x(0).toFixed(1)},${HEIGHT}`, ...system, `${WIDTH},${HEIGHT}`].join(" ") : "");
  byId("system").textContent = percent(samples.at(-1)?.system);
  byId("application").textContent = percent(samples.at(-1)?.application);
}

/** The newest is at the right edge, one second is one step. */
function x(index) {
  return ((SECONDS - 1 - (samples.length - 1 - index)) * WIDTH) / (SECONDS - 1);
}

function points(name) {
  return samples.map((sample, index) => `${x(index).toFixed(1)},${(1 + (1 - sample[name]) * (HEIGHT - 2)).toFixed(1)}`);
}

function percent(share) {
  return share === undefined ? "–" : (share * 100).toFixed(1);
}

connect(socket);
