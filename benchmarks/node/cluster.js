// The adapters of Node.js servers that reach each other through Redis, as their documentation sets them up.
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";

async function subscriber(client) {
  const duplicate = client.duplicate();
  await duplicate.connect();
  return duplicate;
}

const adapters = {
  redis: async (client) => createAdapter(client, await subscriber(client)),
  "redis-sharded": async (client) => createShardedAdapter(client, await subscriber(client)),
  "redis-streams": (client) => createStreamsAdapter(client),
};

export async function connect(type, port) {
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  await client.connect();
  return adapters[type](client);
}
