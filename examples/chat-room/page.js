// The connection, and what its events do to the page.
'use strict';

const byId = (id) => document.getElementById(id);
const server = new URLSearchParams(location.search).get('server') ?? location.origin;

const socket = io(server);
const people = new People(byId('people'), byId('panes'), byId('friend'));
const video = new Video(socket, people, (what) => {
  byId('notice').textContent = what;
});
let me;

socket.on('ready', (id, persons) => {
  me = id;
  const { seq } = persons.find((person) => person.id === id);
  byId('my-picture').src = pictureOf(seq);
  byId('my-name').textContent = nameOf(seq);
  show(persons);
});

socket.on('change', show);

socket.on('message', (message) => {
  if (message.kind === 'text') people.write(message.from, message.text, message.time, false);
  else video.step(() => video.hear(message));
});

socket.on('join', (room) => video.step(() => video.joined(room)));
socket.on('error', ({ message }) => {
  byId('notice').textContent = message;
});
socket.on('disconnect', () => {
  byId('notice').textContent = text('The server is gone; trying again …', '与服务器的连接已断开，正在重试…');
});
socket.on('connect', () => {
  byId('notice').textContent = '';
});

byId('write').addEventListener('submit', (event) => {
  event.preventDefault();
  const line = byId('line').value.trim();
  if (line === '' || people.chosen === undefined) return;
  socket.emit('message', { to: people.chosen, kind: 'text', text: line });
  people.write(people.chosen, line, clock(new Date()), true);
  byId('line').value = '';
});

byId('call').addEventListener('click', () => {
  const peer = people.chosen;
  if (peer !== undefined) video.step(() => video.invite(peer));
});

function show(persons) {
  people.update(persons, me);
  byId('call').disabled = byId('send').disabled = people.chosen === undefined;
  video.step(() => video.gone((id) => people.byId.has(id)));
}

/** As the server writes it. */
function clock(now) {
  return `${now.getHours()}:${now.getMinutes()}:${now.getSeconds()}`;
}
