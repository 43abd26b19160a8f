// The two blocks of the page, and what the server's messages do to them.
'use strict';

const byId = (id) => document.getElementById(id);
const [login, talk, dial, status] = ['login', 'talk', 'dial', 'status'].map(byId);

let media;
let call;
/** What the server objected to since this call began. */
let objection = '';

const signaling = new Signaling(serverUrl(), {
  login: ({ success }) => {
    // Whoever calls meanwhile waits until the camera is open.
    if (success) take(enter);
    else say(text('This name is taken.', '这个名字已被使用。'));
  },
  offer: ({ offer, name }) => take(() => ring(offer, name)),
  answer: ({ answer }) => {
    take(() => call?.takeAnswer(answer));
    say(text('You are talking.', '通话中。'));
  },
  candidate: ({ candidate }) => take(() => call?.takeCandidate(candidate)),
  leave: () => end(objection || text('The call has ended.', '通话已结束。')),
  error: ({ message }) => {
    objection = message;
    say(message);
  },
  closed: () => say(text('The server is gone; load the page again.', '与服务器的连接已断开，请重新加载页面。')),
});

login.addEventListener('submit', (event) => {
  event.preventDefault();
  signaling.send({ type: 'login', name: byId('name').value });
});

dial.addEventListener('submit', (event) => {
  event.preventDefault();
  end('');
  begin(byId('callee').value);
  take(() => call.offer());
  say(text(`Calling ${call.peer} …`, `正在呼叫 ${call.peer} …`));
});

byId('hang-up').addEventListener('click', () => {
  signaling.send({ type: 'leave', name: call.peer });
  end(text('The call has ended.', '通话已结束。'));
});

/** Logged in: the camera opens, then the second block does. */
async function enter() {
  say('');
  try {
    media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    byId('local').srcObject = media;
  } catch {
    say(text('No camera or microphone: you can watch and listen.', '没有摄像头或麦克风：你可以观看和收听。'));
  }
  login.hidden = true;
  talk.hidden = false;
  byId('callee').focus();
}

/** Somebody calls: this page picks up at once. The peer of the running call changes it. */
async function ring(offer, name) {
  if (call?.peer !== name) {
    end('');
    begin(name);
  }
  await call.takeOffer(offer);
  say(text(`You are talking with ${name}.`, `正在与 ${name} 通话。`));
}

function begin(peer) {
  call = new Call(peer, media, (message) => signaling.send(message), byId('remote'));
  byId('hang-up').disabled = false;
  objection = '';
}

function end(why) {
  call?.close();
  call = undefined;
  byId('hang-up').disabled = true;
  say(why);
}

/** Runs the steps of a call one after another, in the order in which the messages came. */
let last = Promise.resolve();
function take(step) {
  last = last.then(step).catch((error) => say(String(error.message ?? error)));
}

function say(what) {
  status.textContent = what;
}
