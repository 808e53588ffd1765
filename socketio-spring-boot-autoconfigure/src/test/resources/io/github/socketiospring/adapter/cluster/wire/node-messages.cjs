// Makes node-messages.txt: runs npm's adapters with Redis clients that only note what they are given, and prints it.
// Where the packages that its head names are installed: node node-messages.cjs > node-messages.txt
const path = require('path');
const { createRequire } = require('module');
const req = createRequire(path.join(process.cwd(), 'package.json'));
const { createServer } = require('http');
const { Server } = req('socket.io');
const redisAdapter = req('@socket.io/redis-adapter');
const { Emitter } = req('@socket.io/redis-emitter');
const streams = req('@socket.io/redis-streams-adapter');
const EventEmitter = require('events');
const out = [];
function log(name, channel, data) { out.push([name, String(channel), Buffer.from(data).toString('hex')]); }
let label = '';
class Fake extends EventEmitter {
  constructor() { super(); this.handlers = new Map(); }
  publish(c, d) { log(label, c, d); return Promise.resolve(1); }
  sPublish(c, d) { log(label, c, d); return Promise.resolve(1); }
  spublish(c, d) { log(label, c, d); return Promise.resolve(1); }
  pSubscribe(c, h) { this.handlers.set(c, h); }
  subscribe(c, h) { for (const x of [].concat(c)) this.handlers.set(x, h); }
  sSubscribe(c, h) { for (const x of [].concat(c)) this.handlers.set(x, h); return Promise.resolve(); }
  sUnsubscribe() { return Promise.resolve(); }
  duplicate() { return this; }
  connect() { return Promise.resolve(); }
  disconnect() {}
  sendCommand(a) { return Promise.resolve([a[a.length - 1], 2]); }
  pubSubNumSub() { return Promise.resolve({ x: 2 }); }
  xRead() { return new Promise(() => {}); }
  xAdd(stream, id, entry) { for (const k in entry) log(label, stream + ' ' + k, entry[k]); return Promise.resolve('1-1'); }
}
async function tick() { for (let i = 0; i < 20; i++) await new Promise((r) => setImmediate(r)); }
async function run(name, factory, fake) {
  const http = createServer();
  const io = new Server(http, { adapter: factory });
  const a = io.of('/').adapter;
  a.uid = name === 'classic' ? 'nodeId' : '0123456789abcdef';
  const steps = {
    hello: () => io.emit('hello', 'w', { b: 1 }),
    none: () => io.emit('none'),
    binary: () => io.to('r1').except('r2').volatile.compress(false).emit('bin', Buffer.from([1, 2, 3]), { x: new Uint8Array([9]) }),
    unicode: () => io.to(['é', 'r"2']).emit('ü', 'é\u2028"\\\n', 1.5, null, true, -1, 1e10),
    odd: () => io.emit('odd', undefined, new Date(1700000000123), { u: undefined, d: new Date(0) }, NaN),
    ack: () => io.to('r').timeout(1000).emit('q', 1, () => {}),
    join: () => io.in('a').except('b').socketsJoin(['c', 'd']),
    leave: () => io.socketsLeave('c'),
    disconnect: () => io.in('a').disconnectSockets(true),
    fetch: () => { io.in('a').fetchSockets().catch(() => {}); },
    sse: () => io.serverSideEmit('ev', 1, 'two'),
    sseBinary: () => io.serverSideEmit('ev', Buffer.from([7])),
    sseAck: () => io.serverSideEmit('ev', 1, () => {}),
  };
  if (name === 'classic') steps.rooms = () => { a.allRooms().catch(() => {}); };
  for (const s in steps) { label = name + '.' + s; steps[s](); await tick(); }
  // answers: a socket that is a fake client
  const sent = [];
  const nsp = io.of('/');
  nsp.on('ev', (...args) => { const cb = args[args.length - 1]; if (typeof cb === 'function') cb({ ok: 1 }, 'second'); });
  nsp.on('evb', (...args) => { args[args.length - 1](Buffer.from([5])); });
  nsp.on('evu', (...args) => { args[args.length - 1](); });
  const client = { conn: { protocol: 4, remoteAddress: '::ffff:10.0.0.1', on() {}, transport: { writable: true }, readyState: 'open' }, request: { headers: { host: 'h', 'user-agent': 'ua' }, connection: {}, url: '/socket.io/?EIO=4&transport=websocket', _query: { EIO: '4', transport: 'websocket' } }, _packet() {}, _remove() {}, writeToEngine(p) { sent.push(p); } };
  const { Socket } = require(path.join(path.dirname(req.resolve('socket.io')), 'socket.js'));
  const socket = new Socket(nsp, client, { token: 'abc' });
  socket.id = 'AAAAAAAAAAAAAAAAAAAA';
  nsp.sockets.set(socket.id, socket);
  socket.adapter = nsp.adapter;
  nsp.adapter.addAll(socket.id, new Set([socket.id, 'r']));
  socket.data = { user: 'u', n: 1 };
  socket.connected = true;
  const from = 'other';
  async function deliver(what, msg, buf) {
    label = name + '.' + what;
    if (name === 'classic') await a.onrequest('socket.io-request#/#', buf || Buffer.from(JSON.stringify(msg)));
    else a.onMessage(msg);
    await tick();
  }
  const pack = req('notepack.io');
  if (name === 'classic') {
    await deliver('answer.ids', { uid: from, requestId: 'req1', type: 0, rooms: ['r'] });
    await deliver('answer.rooms', { uid: from, requestId: 'req1', type: 1 });
    await deliver('answer.sockets', { uid: from, requestId: 'req1', type: 5, opts: { rooms: ['r'], except: [] } });
    await deliver('answer.sse', { uid: from, requestId: 'req1', type: 6, data: ['ev', 1] });
    await deliver('answer.sseUndefined', { uid: from, requestId: 'req1', type: 6, data: ['evu'] });
    await deliver('answer.ack', null, pack.encode({ uid: from, requestId: 'req1', type: 7, packet: { type: 2, data: ['q'], nsp: '/' }, opts: { rooms: ['r'], except: [], flags: { timeout: 100 } } }));
  } else {
    const m = (type, data) => ({ uid: from, nsp: '/', type, data });
    await deliver('answer.sockets', m(7, { requestId: 'req1', opts: { rooms: ['r'], except: [], flags: {} } }));
    await deliver('answer.sse', m(9, { requestId: 'req1', packet: ['ev', 1] }));
    await deliver('answer.sseBinary', m(9, { requestId: 'req1', packet: ['evb'] }));
    await deliver('answer.sseUndefined', m(9, { requestId: 'req1', packet: ['evu'] }));
    await deliver('answer.ack', m(3, { requestId: 'req1', packet: { type: 2, data: ['q'] }, opts: { rooms: ['r'], except: [], flags: { timeout: 100 } } }));
  }
  label = name + '.answer.client';
  for (const ack of socket.acks.values()) ack('answered', 2);
  await tick();
}
async function main() {
  let f = new Fake();
  await run('classic', redisAdapter.createAdapter(f, f), f);
  f = new Fake();
  await run('sharded', redisAdapter.createShardedAdapter(f, f), f);
  f = new Fake();
  await run('streams', streams.createAdapter(f), f);
  f = new Fake();
  const e = new Emitter(f);
  const es = {
    hello: () => e.emit('hello', 'w', { b: 1 }),
    room: () => e.to('r').except('x').volatile.compress(true).emit('ev', undefined, new Date(1700000000123), Buffer.from([1])),
    join: () => e.in('a').socketsJoin('c'), leave: () => e.socketsLeave(['c']), disconnect: () => e.in('a').disconnectSockets(true),
    sse: () => e.serverSideEmit('ev', 1),
  };
  for (const s in es) { label = 'emitter.' + s; es[s](); await tick(); }
  console.log('# What npm socket.io 4.8.3, @socket.io/redis-adapter 8.3.0, @socket.io/redis-emitter 5.1.0 and');
  console.log('# @socket.io/redis-streams-adapter 0.3.1 publish: case, channel or field of the entry, bytes in hexadecimal.');
  console.log('# The adapters ran with Redis clients that only note what they are given; uid "nodeId" (classic),');
  console.log('# "0123456789abcdef" (others), asked by "other" with the request id "req1".');
  for (const [n, c, d] of out) {
    console.log(n + ' ' + c + ' ' + d);
  }
  process.exit(0);
}
main().catch((e) => { console.error(e); process.exit(1); });
