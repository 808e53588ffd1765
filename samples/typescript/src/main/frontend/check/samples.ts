// Never run. What the library's own tests generate, against the types of socket.io-client.
import { io, type Socket } from "socket.io-client";
import type {
  ChatClientToServerEvents,
  ChatServerToClientEvents,
  ClientToServerEvents,
  Node,
  PageOfMessage,
  Reply,
  ServerToClientEvents,
} from "../../../../../../socketio-spring-boot-autoconfigure/src/test/resources/contract/socketio-events";

const chat: Socket<ChatServerToClientEvents, ChatClientToServerEvents> = io("/chat");
const message = { text: "hi", color: "RED", time: "2026-11-29T10:00:00Z" } as const;
const reply: Reply = await chat.emitWithAck("say", "attic", message);
const late: Reply = await chat.timeout(1000).emitWithAck("say", "attic", message);
const page: PageOfMessage = await chat.emitWithAck("load", 1, undefined);
const count: number = await chat.emitWithAck("tags", "a", "b", "c");
const nodes: Node[] = await chat.emitWithAck("all", null, 3);
chat.emit("say", "attic", message, (answer) => answer.delivered);
chat.timeout(1000).emit("say", "attic", message, (error: Error, answer: Reply) => answer.delivered);
chat.emit("typing"); chat.emit("typing", null); chat.emit("typing", "attic", () => {});
chat.emit("draw", { type: "circle", radius: 1 }, []);
chat.emit("mark", 1, {}, "any");
chat.emit("upload", { name: "a", data: new Uint8Array(1), more: [] }, new ArrayBuffer(1), (...answer) => answer.length);
chat.on("said", ({ text, author }) => author ?? text);
chat.on("user joined", (name, users) => name.length + (users ?? 0));
chat.on("question", (text, shapes, ack) => ack({ choice: shapes[0].type === "circle" ? text : "no" }));
chat.on("file", ({ data }) => data.byteLength);
chat.on("numbers", (...numbers) => numbers.length);
chat.on("connect", () => {});

// @ts-expect-error
chat.emit("says", "attic", message);
// @ts-expect-error
chat.emit("say", "attic", { text: "hi" }, () => {});
// @ts-expect-error
chat.emit("say", "attic", { ...message, color: "GREEN" }, () => {});
// @ts-expect-error
await chat.emitWithAck("say", "attic");
// @ts-expect-error
const wrong: string = await chat.emitWithAck("say", "attic", message);
// @ts-expect-error
chat.emit("draw", { type: "circle", side: 1 }, []);
// @ts-expect-error
chat.on("sayed", () => {});
// @ts-expect-error
chat.on("said", (text: string) => text);
// @ts-expect-error
chat.on("question", (text, shapes, ack) => ack("yes"));

const root: Socket<ServerToClientEvents, ClientToServerEvents> = io();
root.emit("ping me"); root.emit("echo", 1, "a", (...all: unknown[]) => all[0]);
root.on("anything", (value: string) => value);
// @ts-expect-error
root.emit("anything");

export { count, late, nodes, page, reply, wrong };
