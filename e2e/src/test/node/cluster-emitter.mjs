import { encode } from "@msgpack/msgpack";
import { Emitter as PostgresEmitter } from "@socket.io/postgres-emitter";
import { Emitter as RedisEmitter } from "@socket.io/redis-emitter";
import pg from "pg";
import { connect, serve } from "./cluster-lines.mjs";

/**
 * A process without a server that emits to those of a cluster. Its argument, as JSON:
 * adapter (redis, redis-streams, postgres), urls, and perhaps options of the emitter.
 */
const settings = { options: {}, ...JSON.parse(process.argv[2]) };
// With more than one connection, nothing has an order.
const client = settings.adapter === "postgres"
  ? new pg.Pool({ connectionString: settings.urls[0], max: 1 })
  : await connect({ name: "emitter", ...settings });

/**
 * What @socket.io/redis-streams-emitter 0.0.1 adds to the stream; there is no such package
 * in the registry.
 */
class StreamsEmitter {
  constructor(nsp, rooms = [], except = [], flags = {}) {
    Object.assign(this, { nsp, opts: { rooms, flags, except } });
  }

  publish(type, data) {
    const hasBytes = (value) => value !== null && typeof value === "object" && (ArrayBuffer.isView(value) || Object.values(value).some(hasBytes));
    const text = hasBytes(data) ? Buffer.from(encode(data)).toString("base64") : JSON.stringify(data);
    const { streamName = "socket.io", maxLen = 10_000 } = settings.options;
    return client.xAdd(streamName, "*", { uid: "emitter", nsp: this.nsp, type: `${type}`, data: text }, {
      TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold: maxLen },
    });
  }

  to(rooms) {
    return new StreamsEmitter(this.nsp, rooms, this.opts.except, this.opts.flags);
  }

  except(except) {
    return new StreamsEmitter(this.nsp, this.opts.rooms, except, this.opts.flags);
  }

  get volatile() {
    return new StreamsEmitter(this.nsp, this.opts.rooms, this.opts.except, { ...this.opts.flags, volatile: true });
  }

  emit(...args) {
    return this.publish(3, { packet: { type: 2, data: args, nsp: this.nsp }, opts: this.opts });
  }

  socketsJoin(rooms) {
    return this.publish(4, { opts: { ...this.opts, flags: {} }, rooms });
  }

  socketsLeave(rooms) {
    return this.publish(5, { opts: { ...this.opts, flags: {} }, rooms });
  }

  disconnectSockets(close) {
    return this.publish(6, { opts: { ...this.opts, flags: {} }, close });
  }

  serverSideEmit(...args) {
    return this.publish(9, { packet: args });
  }
}

const emitters = {
  redis: (nsp) => new RedisEmitter(client, settings.options, nsp),
  "redis-streams": (nsp) => new StreamsEmitter(nsp),
  postgres: (nsp) => new PostgresEmitter(client, nsp, settings.options),
};

function target({ nsp = "/", rooms = [], except = [], flags = {} }) {
  let operator = emitters[settings.adapter](nsp);
  operator = rooms.length > 0 ? operator.to(rooms) : operator;
  operator = except.length > 0 ? operator.except(except) : operator;
  return flags.volatile ? operator.volatile : operator;
}

serve({
  async emit(question) {
    await target(question).emit(...question.args);
  },
  socketsJoin: (question) => target(question).socketsJoin(question.names),
  socketsLeave: (question) => target(question).socketsLeave(question.names),
  disconnectSockets: (question) => target(question).disconnectSockets(question.close),
  serverSideEmit: ({ nsp, args }) => target({ nsp }).serverSideEmit(...args),
});
