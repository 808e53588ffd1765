// The server a Node.js user would write. Ends when its standard input does: with its parent at the latest.
// Alone, or with others: node server.js <adapter> <port of Redis>
import { createServer } from "node:http";
import { Server } from "socket.io";

const [type, redisPort] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, type ? { adapter: await (await import("./cluster.js")).connect(type, redisPort) } : {});

io.on("connection", (socket) => {
  socket.on("echo", (text) => socket.emit("echo", text));
  socket.on("string", (text) => socket.emit("string", text));
  socket.on("mix", (wait) => {
    if (wait.millis > 0) {
      setTimeout(() => socket.emit("mix", wait), wait.millis);
    } else {
      socket.emit("mix", wait);
    }
  });
  socket.on("ack", (text, answer) => answer(text));
  socket.on("all", (text) => io.emit("all", text));
  socket.on("join", (rooms, answer) => {
    socket.join(rooms);
    answer();
  });
  socket.on("ask", async (text, answer) => {
    const answers = await io.timeout(20_000).emitWithAck("question", text);
    answer(answers.length);
  });
  socket.on("room", (text) => io.to("room").emit("room", text));
});

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
process.stdin.on("end", () => process.exit()).resume();
