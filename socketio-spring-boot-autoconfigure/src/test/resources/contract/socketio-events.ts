// Generated from the handlers of the server. Do not edit: the next run overwrites it.
//
//   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("/");

// Namespace "/"
export interface ClientToServerEvents {
  echo: (...args: [...arguments_: unknown[], ack: (...answer: unknown[]) => void]) => void;
  "ping me": (ack?: () => void) => void;
  trace: (ack: (answer: string) => void) => void;
}

export interface ServerToClientEvents {
  // Any: the server does not declare what it emits.
  [event: string]: (...args: any[]) => void;
}

// Namespace "/chat"
export interface ChatClientToServerEvents {
  all: (filter: string | null | undefined, limit: number | null | undefined, ack: (answer: Node[]) => void) => void;
  draw: (shape: Shape, circles: Circle[], ack?: () => void) => void;
  load: (page: number, size: number | null | undefined, ack: (answer: PageOfMessage) => void) => void;
  mark: (id: number, ...rest: unknown[]) => void;
  move: (node: NodeInput, ack: (answer: Node) => void) => void;
  say: (room: string, message: SampleBeansMessageInput, ack: (answer: Reply) => void) => void;
  scalars: (date: string, duration: string, link: string, amount: number, letter: string, colors: Color[], shapes: { [key: string]: Shape[] }, any: unknown, messages: SampleBeansMessageInput[], numbers: number[], ack: (answer: string | null) => void) => void;
  tags: (...args: [first: string, ...others: string[], ack: (answer: number) => void]) => void;
  trace: (ack: (answer: string) => void) => void;
  typing: (where?: string | null, ack?: () => void) => void;
  upload: (upload: UploadInput, data: ArrayBuffer | ArrayBufferView, ack: (...answer: unknown[]) => void) => void;
}

export interface ChatServerToClientEvents {
  file: (upload: Upload) => void;
  numbers: (...numbers: number[]) => void;
  question: (text: string, shapes: Shape[], ack: (answer: Vote) => void) => void;
  ready: (ack: () => void) => void;
  said: (message: SampleBeansMessage) => void;
  tree: (root: Node) => void;
  "user joined": (name: string, users: number | null) => void;
}

// Namespace "/news"
export interface NewsClientToServerEvents {
  publish: (message: NewsMessageInput, ack: (answer: NewsMessage) => void) => void;
  trace: (ack: (answer: string) => void) => void;
}

export interface NewsServerToClientEvents {
  published: (message: NewsMessage) => void;
}

// Namespace "/tenant-{id}"
export interface TenantIdClientToServerEvents {
  default: (function_: string, ack: (answer: number) => void) => void;
  save: (value: Circle, ack: (answer: Circle) => void) => void;
  trace: (ack: (answer: string) => void) => void;
}

export interface TenantIdServerToClientEvents {
  // Any: the server does not declare what it emits.
  [event: string]: (...args: any[]) => void;
}

export interface Circle {
  type: "circle";
  radius: number;
}

export type Color = "RED" | "sky blue";

export interface NewsMessage {
  title: string;
  link: string | null;
}

export interface NewsMessageInput {
  title: string;
  link?: string | null;
}

export interface Node {
  name: string;
  children: Node[];
  parent: Node | null;
}

export interface NodeInput {
  name: string;
  children: NodeInput[];
  parent?: NodeInput | null;
}

export interface PageOfMessage {
  content: SampleBeansMessage[];
  number: number;
  next: number | null;
}

export interface Reply {
  delivered: boolean;
  counts: { [key: string]: number };
}

export interface SampleBeansMessage {
  text: string;
  color: Color;
  author: string | null;
  time: string;
}

export interface SampleBeansMessageInput {
  text: string;
  color: Color;
  author?: string | null;
  time: string;
}

export type Shape = Circle | Square;

export interface Square {
  type: "square";
  "side-length": number;
}

export interface Upload {
  name: string;
  data: ArrayBuffer;
  more: ArrayBuffer[];
}

export interface UploadInput {
  name: string;
  data: ArrayBuffer | ArrayBufferView;
  more: (ArrayBuffer | ArrayBufferView)[];
}

export interface Vote {
  choice: string;
}
