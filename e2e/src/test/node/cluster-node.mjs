import { createServer } from "node:http";
import { instrument } from "@socket.io/admin-ui";
import { Server } from "socket.io";
import { createCluster } from "./cluster-adapters.mjs";
import { serve, write } from "./cluster-lines.mjs";

/**
 * A Socket.IO server of a cluster that does what the lines on stdin say, and reports what
 * happens. Its argument, as JSON: name, adapter (redis, redis-sharded, redis-streams,
 * postgres), urls (one, or those of a Redis Cluster), and perhaps namespaces, options
 * of the adapter, the package it is in, options of the server, and those of its Admin UI.
 */
const settings = { namespaces: ["/"], options: {}, ...JSON.parse(process.argv[2]) };

const cluster = await createCluster(settings);
const http = createServer();
const io = new Server(http, {
  adapter: cluster.adapter,
  serveClient: false,
  ...settings.server,
});

if (settings.admin) {
  instrument(io, settings.admin);
}

/** What servers that ask are answered, by namespace; "silent" answers nothing. */
const answers = {};

function watch(namespace) {
  const nsp = namespace.name;
  namespace.on("connection", (socket) => {
    write({ event: "connected", nsp, socket: socket.id, recovered: socket.recovered });
    socket.onAny((...args) => {
      const ack = typeof args.at(-1) === "function" ? args.pop() : undefined;
      write({ event: "received", nsp, socket: socket.id, args });
      ack?.(...args.slice(1));
    });
    socket.on("disconnect", (reason) => write({ event: "disconnected", nsp, socket: socket.id, reason }));
  });
  // There is no listener for any event of other servers.
  namespace._onServerSideEmit = (packet) => {
    const args = [...packet];
    const ack = typeof args.at(-1) === "function" ? args.pop() : undefined;
    write({ event: "told", nsp, args, asked: ack !== undefined });
    const answer = nsp in answers ? answers[nsp] : settings.name;
    if (answer !== "silent") {
      ack?.(answer);
    }
  };
}

settings.namespaces.forEach((name) => watch(io.of(name)));
await cluster.settled();
await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));

function target({ nsp = "/", rooms = [], except = [], flags = {} }) {
  let operator = io.of(nsp);
  operator = rooms.length > 0 ? operator.to(rooms) : operator;
  operator = except.length > 0 ? operator.except(except) : operator;
  operator = flags.volatile ? operator.volatile : operator;
  operator = flags.local ? operator.local : operator;
  operator = "compress" in flags ? operator.compress(flags.compress) : operator;
  return "timeout" in flags ? operator.timeout(flags.timeout) : operator;
}

const found = ({ id, rooms, data, handshake }) => ({ id, rooms: [...rooms], data, handshake });

serve({
  ready: () => ({ port: http.address().port }),
  emit(question) {
    target(question).emit(...question.args);
  },
  emitWithAck: (question) => target(question).emitWithAck(...question.args),
  socketsJoin: (question) => target(question).socketsJoin(question.names),
  socketsLeave: (question) => target(question).socketsLeave(question.names),
  disconnectSockets: (question) => target(question).disconnectSockets(question.close),
  fetchSockets: async (question) => (await target(question).fetchSockets()).map(found),
  serverCount: ({ nsp }) => io.of(nsp).adapter.serverCount(),
  serverSideEmit({ nsp, args }) {
    io.of(nsp).serverSideEmit(...args);
  },
  serverSideEmitWithAck: ({ nsp, args }) => io.of(nsp).serverSideEmitWithAck(...args),
  answer({ nsp, answer }) {
    answers[nsp] = answer;
  },
  /** Of all servers; the classic adapter's alone. */
  allRooms: async ({ nsp }) => [...(await io.of(nsp).adapter.allRooms())],
  /** Of this server, and what is emitted to them from now on arrives. */
  async rooms({ nsp }) {
    await cluster.settled();
    return [...io.of(nsp).adapter.rooms.keys()];
  },
  sockets: ({ nsp }) => [...io.of(nsp).sockets.keys()],
  data({ nsp, socket, data }) {
    Object.assign(io.of(nsp).sockets.get(socket).data, data);
  },
  /** To one socket of this server. */
  emitTo({ nsp, socket, args }) {
    io.of(nsp).sockets.get(socket).emit(...args);
  },
  async quit() {
    await io.close();
    await cluster.close();
    setImmediate(() => process.exit(0));
  },
});
