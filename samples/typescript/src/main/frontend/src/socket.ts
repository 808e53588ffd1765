import { io, type Socket } from "socket.io-client";
// Written by the build, from the handlers.
import type { BoardClientToServerEvents, BoardServerToClientEvents } from "./generated/socketio-events";

export const socket: Socket<BoardServerToClientEvents, BoardClientToServerEvents> = io("/board");
