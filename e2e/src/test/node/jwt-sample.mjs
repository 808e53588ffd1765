// node jwt-sample.mjs <client package> <server url>: who may do what with which token
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { ask, collect, next, run } from "./harness.mjs";

const [clientPackage, url] = process.argv.slice(2);
const io = createRequire(import.meta.url)(clientPackage);
const old = clientPackage.endsWith("-2");

/** The sample's application.yml. */
const KEY = "not-a-secret-but-thirty-two-bytes";

let sockets = [];

function token(sub, { scope = "", seconds = 3600, key = KEY, alg = "HS256" } = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const content = `${part({ alg })}.${part({ sub, scope, iat: now - 86_400, exp: now + seconds })}`;
  const signature = alg === "none" ? "" : createHmac("sha256", key).update(content).digest("base64url");
  return `${content}.${signature}`;
}

/** Clients before 3.x have no auth. */
function open(shown, options = {}) {
  const socket = old
    ? io(`${url}/chat${shown ? `?token=${shown}` : ""}`, { forceNew: true, reconnection: false })
    : io(`${url}/chat`, { forceNew: true, reconnection: false, auth: shown ? { token: shown } : {}, ...options });
  sockets.push(socket);
  return socket;
}

async function connect(...args) {
  const socket = open(...args);
  await next(socket, "connect");
  return socket;
}

async function refusal(shown) {
  const [error] = await next(open(shown), old ? "error" : "connect_error");
  return old ? error : error.message;
}

async function status(shown) {
  const { status: answer } = await fetch(`${url}/anything`, { headers: shown ? { authorization: `Bearer ${shown}` } : {} });
  return answer;
}

const steps = {
  async "is found by the name in its token, with each of its sockets"() {
    const [ada, bob, bobsOther] = [await connect(token("ada")), await connect(token("bob")), await connect(token("bob"))];
    const mistaken = collect(ada, "whispered");
    const heard = Promise.all([next(bob, "whispered"), next(bobsOther, "whispered")]);
    assert.deepEqual(await ask(ada, "whisper", "bob", "Hello 😀"), ["sent"]);
    assert.deepEqual(await heard, [["ada", "Hello 😀"], ["ada", "Hello 😀"]]);
    const reply = next(ada, "whispered");
    await ask(bob, "whisper", "ada", "Yes?");
    assert.deepEqual(await reply, ["bob", "Yes?"]);
    assert.deepEqual(mistaken.values, ["bob"]);
  },

  async "announces with the scope only"() {
    const ada = await connect(token("ada"));
    const eve = await connect(token("eve", { scope: "read announce" }));
    const announced = collect(ada, "announced");
    assert.deepEqual(await ask(ada, "announce", "Not for me to say"), ["You may not do that"]);
    assert.deepEqual(await ask(eve, "announce", "Hear"), ["announced"]);
    assert.deepEqual(await announced.reached(1), ["Hear"]);
  },

  async "is refused without a token"() {
    assert.equal(await refusal(), "Log in first");
  },

  async "is refused with a token that is old, forged, unsigned or none"() {
    const bad = [token("ada", { seconds: -3600 }), token("ada", { key: KEY.toUpperCase() }), token("ada", { alg: "none" }), "nonsense"];
    for (const shown of bad) {
      assert.equal(await refusal(shown), "Authentication failed", shown);
    }
    // And nobody else has noticed.
    const ada = await connect(token("ada"));
    assert.deepEqual(await ask(ada, "whisper", "nobody", "?"), ["sent"]);
  },

  async "is disconnected when its token expires, and comes back with the next"() {
    const tokens = [token("ada", { seconds: 2 }), token("ada")];
    const ada = await connect(tokens[0], { auth: (give) => give({ token: tokens.shift() }) });
    assert.equal((await next(ada, "disconnect"))[0], "io server disconnect");
    if (old) {
      return; // Its token is in the address.
    }
    ada.connect();
    await next(ada, "connect");
    assert.deepEqual(await ask(ada, "whisper", "nobody", "?"), ["sent"]);
  },

  async "needs a token for other requests, too"() {
    assert.equal(await status(), 401);
    assert.equal(await status(token("ada", { seconds: -3600 })), 401);
    assert.equal(await status(token("ada")), 404);
  },
};

await run(steps, () => {
  sockets.forEach((socket) => socket.disconnect());
  sockets = [];
});
