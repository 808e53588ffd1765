import { createInterface } from "node:readline";
import { createClient, createCluster } from "redis";

/**
 * What servers and emitters of a cluster share: the test at the other end of stdin and
 * stdout asks by a line of JSON and is answered by one. Bytes are {"$bytes": base64}.
 */

function map(value, leaf) {
  const mapped = leaf(value);
  if (mapped !== undefined) {
    return mapped;
  }
  if (Array.isArray(value)) {
    return value.map((element) => map(element, leaf));
  }
  if (value !== null && typeof value === "object" && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, map(element, leaf)]));
  }
  return value;
}

const toLine = (value) =>
  map(value, (leaf) => {
    if (leaf instanceof ArrayBuffer || ArrayBuffer.isView(leaf)) {
      return { $bytes: Buffer.from(leaf.buffer ?? leaf, leaf.byteOffset, leaf.byteLength).toString("base64") };
    }
  });

const fromLine = (value) =>
  map(value, (leaf) => {
    if (typeof leaf?.$bytes === "string") {
      return Buffer.from(leaf.$bytes, "base64");
    }
  });

export function write(message) {
  process.stdout.write(`${JSON.stringify(toLine(message))}\n`);
}

/** Serves operations by name until stdin ends: then the test has ended, too. */
export function serve(operations) {
  // The client library leaves rejections unhandled when Redis goes.
  process.on("unhandledRejection", (error) => write({ event: "rejection", message: String(error) }));
  const lines = createInterface({ input: process.stdin });
  lines.on("close", () => process.exit(0));
  lines.on("line", async (line) => {
    const { id, op, ...question } = fromLine(JSON.parse(line));
    try {
      write({ id, result: (await operations[op](question)) ?? null });
    } catch (error) {
      write({ id, error: error.message, responses: error.responses });
    }
  });
  write({ event: "ready", ...operations.ready?.() });
}

/** Whatever sees errors of Redis goes on, and so does the client. */
export async function connect({ urls, name }) {
  const client =
    urls.length > 1 ? createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: { name } }) : createClient({ url: urls[0], name });
  client.on("error", (error) => write({ event: "redis-error", message: error.message }));
  await client.connect();
  return client;
}
