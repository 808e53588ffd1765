// node kotlin-sample.mjs <server url>: one client asks, one of each generation votes
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { ask, collect, next, run } from "./harness.mjs";

const [url] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const GENERATIONS = ["socket.io-client", "socket.io-client-3", "socket.io-client-2", "socket.io-client-1"];

const voters = [];
let ada;

function open(clientPackage) {
  return require(clientPackage)(`${url}/poll`, { forceNew: true, reconnection: false });
}

/** The voters answer, each as it is told here. */
function choose(...choices) {
  voters.forEach((voter, n) => Object.assign(voter, { choice: choices[n], asked: null }));
}

const steps = {
  async "is welcomed with how many there are"() {
    ada = open("socket.io-client");
    assert.deepEqual(await next(ada, "welcome"), [1]);
    for (const clientPackage of GENERATIONS) {
      const voter = { socket: open(clientPackage) };
      voter.socket.on("question", (question, answer) => {
        voter.asked = question;
        answer(voter.choice);
      });
      voters.push(voter);
      assert.deepEqual(await next(voter.socket, "welcome"), [1 + voters.length]);
    }
  },

  async "counts the votes of the others"() {
    choose("yes", "no", "yes", "yes");
    assert.deepEqual(await ask(ada, "count", { text: "More tea?" }), [{ yes: 3, no: 1 }]);
    const question = { text: "More tea?", choices: ["yes", "no"] };
    assert.deepEqual(voters.map(({ asked }) => asked), voters.map(() => question));
  },

  async "says who has voted"() {
    choose("tea", "coffee", "tea", "ü 😀");
    const [votes] = await ask(ada, "votes", { text: "What?", choices: ["tea", "coffee", "ü 😀"] });
    assert.deepEqual(votes.map(({ choice }) => choice).sort(), ["coffee", "tea", "tea", "ü 😀"]);
    assert.equal(new Set(votes.map(({ socketId }) => socketId)).size, voters.length);
    assert.ok(votes.some(({ socketId, choice }) => socketId === voters[0].socket.id && choice === "tea"));
  },

  async "refuses answers that nobody has offered"() {
    choose("yes", "no", "yes", "perhaps");
    assert.deepEqual(await ask(ada, "count", { text: "More tea?" }), [{ error: "Somebody has made up an answer." }]);
  },

  async "waits for the client that has asked"() {
    ada.on("nudge", (text, answer) => answer(`Yes: ${text}`));
    assert.deepEqual(await ask(ada, "nudge"), ["Yes: Still there?"]);
    assert.deepEqual(await ask(ada, "nudge", "Hello?"), ["Yes: Hello?"]);
  },

  async "counts down beside other events"() {
    const counted = collect(ada, "countdown");
    ada.emit("countdown", 3, 20);
    assert.deepEqual(await ask(ada, "nudge", "Meanwhile?"), ["Yes: Meanwhile?"]);
    assert.deepEqual(await counted.reached(4), [3, 2, 1, 0]);
  },
};

await run(steps, () => {});
