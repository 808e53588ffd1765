import net from "node:net";
import { once } from "node:events";

/**
 * A TCP proxy that can hold WebSocket handshakes back and cut all connections, so that
 * a scenario decides when an upgrade happens and when the network fails.
 */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  const connections = new Set();
  let held = null;
  let isCut = false;

  const server = net.createServer((incoming) => {
    const track = (connection) => {
      connections.add(connection);
      connection.on("error", () => connection.destroy());
      connection.on("close", () => connections.delete(connection));
    };
    track(incoming);
    if (isCut) {
      incoming.destroy();
      return;
    }
    incoming.once("data", async (head) => {
      incoming.pause();
      if (held && head.includes("transport=websocket")) {
        held.arrived();
        await held.released;
      }
      if (incoming.destroyed) {
        return;
      }
      const outgoing = net.connect(Number(port), hostname);
      track(outgoing);
      outgoing.on("close", () => incoming.destroy());
      incoming.on("close", () => outgoing.destroy());
      outgoing.write(head);
      incoming.pipe(outgoing);
      outgoing.pipe(incoming);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Holds WebSocket handshakes from now on; `arrived` resolves with the first. */
    holdUpgrades() {
      const hold = {};
      const arrived = new Promise((resolve) => (hold.arrived = resolve));
      hold.released = new Promise((resolve) => (hold.release = resolve));
      held = hold;
      return {
        arrived,
        release() {
          held = null;
          hold.release();
        },
      };
    },
    cut() {
      isCut = true;
      connections.forEach((connection) => connection.destroy());
    },
    restore() {
      isCut = false;
    },
    close() {
      server.close();
      this.cut();
    },
  };
}
