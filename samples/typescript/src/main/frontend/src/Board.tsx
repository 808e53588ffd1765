import { type FormEvent, useEffect, useState } from "react";
import type { Column, Note } from "./generated/socketio-events";
import { socket } from "./socket";

const COLUMNS: readonly Column[] = ["TODO", "DOING", "DONE"];

export function Board() {
  const [connected, setConnected] = useState(socket.connected);
  const [people, setPeople] = useState(0);
  const [notes, setNotes] = useState<ReadonlyMap<number, Note>>(new Map());

  useEffect(() => {
    const put = (note: Note) => setNotes((all) => new Map(all).set(note.id, note));
    const onConnect = async () => {
      setConnected(true);
      const all = await socket.emitWithAck("load");
      setNotes(new Map(all.map((note) => [note.id, note])));
    };
    const onDisconnect = () => setConnected(false);
    const onMoved = (id: number, column: Column) =>
      setNotes((all) => {
        const note = all.get(id);
        return note ? new Map(all).set(id, { ...note, column }) : all;
      });
    socket.on("connect", onConnect);
    socket.on("disconnect", onDisconnect);
    socket.on("people", setPeople);
    socket.on("added", put);
    socket.on("moved to", onMoved);
    if (socket.connected) {
      void onConnect();
    }
    return () => {
      socket.off("connect", onConnect);
      socket.off("disconnect", onDisconnect);
      socket.off("people", setPeople);
      socket.off("added", put);
      socket.off("moved to", onMoved);
    };
  }, []);

  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const note = await socket.emitWithAck("add", {
      text: String(data.get("text")),
      author: String(data.get("author")) || null,
    });
    if (note) {
      setNotes((all) => new Map(all).set(note.id, note));
      form.reset();
    }
  };

  return (
    <main>
      <header>
        <h1>Board</h1>
        <span data-testid="status">{connected ? "Connected" : "Disconnected"}</span>
        <span data-testid="people">{people === 1 ? "1 person" : `${people} people`}</span>
      </header>
      <form onSubmit={add}>
        <input name="text" data-testid="text" placeholder="What is to be done?" required maxLength={500} />
        <input name="author" data-testid="author" placeholder="Your name" />
        <button data-testid="add">Add</button>
      </form>
      <div className="columns">
        {COLUMNS.map((column) => (
          <section key={column} data-testid={column}>
            <h2>{column}</h2>
            {[...notes.values()]
              .filter((note) => note.column === column)
              .map((note) => (
                <article key={note.id} data-testid="note">
                  <p>{note.text}</p>
                  <footer>
                    {note.author ?? "somebody"}, {new Date(note.written).toLocaleTimeString()}
                    {COLUMNS.filter((other) => other !== column).map((other) => (
                      <button key={other} onClick={() => socket.emit("move", note.id, other)}>
                        {other}
                      </button>
                    ))}
                  </footer>
                </article>
              ))}
          </section>
        ))}
      </div>
    </main>
  );
}
