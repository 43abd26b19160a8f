// The signaling tutorial's server as ws 8 runs it: one table of names, and a relay of offers, answers, candidates and
// leaves between them. It logs nothing per message, so that the bench compares protocols and not terminals.
//
//   node server.js --port N      (0 takes a free port; the line "listening PORT" says which)

import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '9090' } } });

const socketByName = new Map();

function tell(socket, message) {
  socket.send(JSON.stringify(message));
}

function login(socket, name) {
  const free = !socketByName.has(name);
  if (free) {
    socketByName.set(name, socket);
    socket.name = name;
  }
  tell(socket, { type: 'login', success: free });
}

function relay(socket, to, message) {
  const receiver = socketByName.get(to);
  if (receiver === undefined) return;
  if (message.type !== 'candidate') socket.partner = to;
  tell(receiver, message);
}

function leave(name) {
  const partner = socketByName.get(name);
  if (partner === undefined) return;
  partner.partner = undefined;
  tell(partner, { type: 'leave' });
}

function handle(socket, bytes) {
  let message;
  try {
    message = JSON.parse(bytes) ?? {};
  } catch {
    message = {};
  }
  const { type, name } = message;
  switch (type) {
    case 'login':
      return login(socket, name);
    case 'offer':
      return relay(socket, name, { type, offer: message.offer, name: socket.name });
    case 'answer':
      return relay(socket, name, { type, answer: message.answer });
    case 'candidate':
      return relay(socket, name, { type, candidate: message.candidate });
    case 'leave':
      return leave(name);
    default:
      return tell(socket, { type: 'error', message: `Command not found: ${type}` });
  }
}

function handleClose(socket) {
  if (socket.name === undefined) return;
  socketByName.delete(socket.name);
  if (socket.partner !== undefined) leave(socket.partner);
}

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(options.port), backlog: 4096 });

server.on('connection', (socket) => {
  socket.on('message', (bytes) => handle(socket, bytes));
  socket.on('close', () => handleClose(socket));
  socket.on('error', () => socket.terminate());
  socket.send('Hello world');
});

server.on('listening', () => console.log(`listening ${server.address().port}`));
