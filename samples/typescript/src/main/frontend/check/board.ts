// Never run: if one of the lines below "@ts-expect-error" compiled, the build would fail.
import { socket } from "../src/socket";

const note = await socket.emitWithAck("add", { text: "Compiles" });
note?.text.toUpperCase();
socket.emit("move", 1, "DONE");

// @ts-expect-error an event that has no handler
socket.emit("remove", 1);
// @ts-expect-error a column that is not in the enum
socket.emit("move", 1, "GONE");
// @ts-expect-error an argument too few
socket.emit("move", 1);
// @ts-expect-error a property that the record does not have
await socket.emitWithAck("add", { text: "a", title: "b" });
// @ts-expect-error a property that the record needs
await socket.emitWithAck("add", { author: "Ada" });
// @ts-expect-error the answer is a note
const text: string = await socket.emitWithAck("add", { text: "a" });
// @ts-expect-error it may be null
note.text;
// @ts-expect-error an event that is not emitted
socket.on("removed", () => {});
// @ts-expect-error an argument of another type
socket.on("people", (count: string) => count);

export { text };
