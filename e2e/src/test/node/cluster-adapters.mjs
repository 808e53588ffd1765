import pg from "pg";
import { connect, write } from "./cluster-lines.mjs";

/**
 * The adapters by name, of the package that the settings name, or else of the current one.
 * Each gives the function that socket.io calls for a namespace, one that waits until all
 * the subscriptions so far are confirmed, and one that ends it.
 */

/** The adapters wait for no subscription; these promises are those they leave. */
function noting(client, promises) {
  for (const method of ["subscribe", "pSubscribe", "sSubscribe"]) {
    const original = client[method].bind(client);
    client[method] = (...args) => {
      const subscribed = original(...args);
      promises.push(subscribed.catch(() => {}));
      return subscribed;
    };
  }
  return client;
}

async function redis(settings, factory) {
  const { [factory]: create } = await import(settings.package ?? "@socket.io/redis-adapter");
  const publisher = await connect(settings);
  const promises = [];
  const subscriber = noting(await connect(settings), promises);
  return {
    adapter: create(publisher, subscriber, settings.options),
    settled: () => Promise.all(promises.splice(0)),
    close: () => [publisher, subscriber].forEach((client) => client.destroy()),
  };
}

async function streams(settings) {
  const { createAdapter } = await import(settings.package ?? "@socket.io/redis-streams-adapter");
  const publisher = await connect(settings);
  const promises = [];
  const duplicate = publisher.duplicate.bind(publisher);
  publisher.duplicate = (...args) => noting(duplicate(...args), promises);
  const readers = settings.options.streamCount ?? 1;
  return {
    adapter: createAdapter(publisher, settings.options),
    async settled() {
      // What is added to a stream before it is read for the first time is never read.
      let reading = 0;
      while (reading < readers) {
        const clients = await publisher.sendCommand(["CLIENT", "LIST"]);
        reading = clients.split("\n").filter((line) => line.includes(` name=${settings.name} `) && line.includes(" cmd=xread ")).length;
      }
      while (promises.length < settings.namespaces.length && !settings.settled) {
        await publisher.ping();
      }
      settings.settled = true;
      await Promise.all(promises.splice(0));
    },
    close: () => publisher.destroy(),
  };
}

/** Before 0.3: all is in the stream. It knows other versions of the client only, or what ioredis can do. */
async function olderStreams(settings) {
  const { createAdapter } = await import("redis-streams-adapter-0.2");
  const writer = await connect(settings);
  const reader = await connect(settings);
  const command = (client, name, words) => client.sendCommand([name, ...words.map(String)]);
  return {
    adapter: createAdapter({ xread: (...words) => command(reader, "XREAD", words), xadd: (words) => command(writer, "XADD", words) }, settings.options),
    async settled() {
      for (let clients = ""; !clients.split("\n").some((line) => line.includes(` name=${settings.name} `) && line.includes(" cmd=xread ")); ) {
        clients = await writer.sendCommand(["CLIENT", "LIST"]);
      }
    },
    close: () => [reader, writer].forEach((client) => client.destroy()),
  };
}

async function postgres(settings) {
  const { createAdapter } = await import("@socket.io/postgres-adapter");
  // One listens, and one sends: with more, nothing would have an order.
  const pool = new pg.Pool({ connectionString: settings.urls[0], application_name: settings.name, max: 2 });
  pool.on("error", (error) => write({ event: "postgres-error", message: error.message }));
  const table = settings.options.tableName ?? "socket_io_attachments";
  await pool.query(
    `CREATE TABLE IF NOT EXISTS ${table} (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)`,
  ).catch((error) => {
    // Two that do this at once may meet all the same.
    if (error.code !== "23505" && error.code !== "42P07") {
      throw error;
    }
  });
  return {
    adapter: createAdapter(pool, { errorHandler: (error) => write({ event: "postgres-error", message: error.message }), ...settings.options }),
    async settled() {
      const last = `LISTEN "${settings.options.channelPrefix ?? "socket.io"}#${settings.namespaces.at(-1)}"`;
      for (let listening = 0; listening === 0; ) {
        const { rows } = await pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND query = $2 AND state = 'idle'",
          [settings.name, last],
        );
        listening = rows.length;
      }
    },
    close: () => pool.end(),
  };
}

const factories = {
  redis: (settings) => redis(settings, "createAdapter"),
  "redis-sharded": (settings) => redis(settings, "createShardedAdapter"),
  "redis-streams": streams,
  "redis-streams-0.2": olderStreams,
  postgres,
};

export function createCluster(settings) {
  return factories[settings.adapter](settings);
}
