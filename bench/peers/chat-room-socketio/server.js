// The chat-room tutorial's server as socket.io 4 runs it: a list of persons told to everybody at each change, messages
// to an id or a room, meetings to all others, rooms of two. It logs nothing per message.
//
//   node server.js --port N [--presence off]
//
// Port 0 takes a free port; the line "listening PORT" says which. Without presence nobody is told who comes and goes
// and `ready` carries an empty list, so that connections can be measured apart from the list's own cost.

import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { Server } from 'socket.io';

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '6100' }, presence: { type: 'string', default: 'on' } },
});
const presence = options.presence !== 'off';

let persons = [];
let lastSeq = 0;

function clock() {
  const now = new Date();
  return `${now.getHours()}:${now.getMinutes()}:${now.getSeconds()}`;
}

function acknowledge(ack, answer) {
  if (typeof ack === 'function') ack(answer);
}

function admit(io, socket) {
  const headCount = (room) => io.sockets.adapter.rooms.get(room)?.size ?? 0;

  socket.on('message', (body) => {
    body.from = socket.id;
    body.time = clock();
    socket.to(body.to).emit('message', body);
  });

  socket.on('meeting', (body) => socket.broadcast.emit('meeting', body));

  socket.on('create', (room, ack) => {
    const count = headCount(room);
    socket.join(room);
    acknowledge(ack, { id: room, count });
  });

  socket.on('join', (room, ack) => {
    const count = headCount(room);
    if (count === 0) socket.emit('empty', room);
    if (count === 1) {
      io.to(room).emit('join', room);
      socket.join(room);
    }
    if (count === 2) socket.emit('full', room);
    acknowledge(ack, { id: room, count });
  });

  socket.on('ipaddr', () => {
    for (const { family, internal, address } of Object.values(networkInterfaces()).flat()) {
      if (family === 'IPv4' && !internal) socket.emit('ipaddr', address);
    }
  });
}

function announce(socket) {
  if (!presence) {
    socket.emit('ready', socket.id, []);
    return;
  }
  lastSeq += 1;
  persons.push({ id: socket.id, seq: lastSeq });
  socket.emit('ready', socket.id, persons);
  socket.broadcast.emit('change', persons);
  socket.on('disconnect', () => {
    persons = persons.filter(({ id }) => id !== socket.id);
    socket.broadcast.emit('change', persons);
  });
}

const http = createServer();
const io = new Server(http, { serveClient: false });

io.on('connection', (socket) => {
  admit(io, socket);
  announce(socket);
});

http.listen({ host: '127.0.0.1', port: Number(options.port), backlog: 4096 }, () => {
  console.log(`listening ${http.address().port}`);
});
