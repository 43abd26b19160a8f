// The video window: inviting, being invited, talking, hanging up. One call at a time.
'use strict';

class Video {
  /** `socket` is the connection, `people` knows names, `notice` tells the reader something. */
  constructor(socket, people, notice) {
    Object.assign(this, { socket, people, notice });
    this.window = document.getElementById('video');
    this.card = document.getElementById('invitation');
    this.talk = undefined;
    this.invitation = undefined;
    this.calls = 0;
    this.last = Promise.resolve();
    makeDraggable(this.window, document.getElementById('handle'));
    const on = (id, act) => document.getElementById(id).addEventListener('click', () => this.step(act));
    on('accept', () => this.accept());
    on('decline', () => this.decline());
    on('hang-up', () => this.hangUp());
  }

  /** Opens a room of two and asks somebody in. */
  async invite(peer) {
    if (this.talk) return;
    this.calls += 1;
    const room = `call of ${this.socket.id} ${this.calls}`;
    await this.open(peer, room);
    await new Promise((joined) => this.socket.emit('create', room, joined));
    this.socket.emit('message', { to: peer, kind: 'invite', room });
    this.notice(text(`Calling ${this.people.name(peer)} …`, `正在呼叫${this.people.name(peer)} …`));
  }

  /** A message about calls has come. */
  async hear(message) {
    const { from, kind, room } = message;
    if (kind === 'invite') return this.ring(from, room);
    if (kind === 'cancel' && this.invitation?.room === room) return this.dismiss();
    if (from !== this.talk?.peer) return undefined;
    if (kind === 'decline' || kind === 'hang-up') {
      return room === this.talk.room ? this.close(text('The call has ended.', '通话已结束。')) : undefined;
    }
    return this.talk.take(message);
  }

  /** The one who was asked is in the room now. */
  async joined(room) {
    if (room !== this.talk?.room) return;
    this.notice('');
    await this.talk.offer();
  }

  /** Somebody is no longer here. */
  gone(isHere) {
    if (this.talk && !isHere(this.talk.peer)) this.close(text('The other is gone.', '对方已离开。'));
    if (this.invitation && !isHere(this.invitation.peer)) this.dismiss();
  }

  /** Runs one step after another, in the order in which things happened. */
  step(act) {
    this.last = this.last.then(act).catch((error) => this.notice(String(error.message ?? error)));
  }

  ring(peer, room) {
    if (this.talk || this.invitation) {
      this.socket.emit('message', { to: peer, kind: 'decline', room });
      return;
    }
    this.invitation = { peer, room };
    const name = this.people.name(peer) ?? '?';
    document.getElementById('caller').textContent = text(`${name} calls`, `${name}来电`);
    this.card.hidden = false;
    document.getElementById('accept').focus();
  }

  async accept() {
    const { peer, room } = this.dismiss();
    await this.open(peer, room);
    const { count } = await new Promise((joined) => this.socket.emit('join', room, joined));
    if (count !== 1) this.close(text('This call is over.', '该通话已结束。'));
  }

  decline() {
    const { peer, room } = this.dismiss();
    this.socket.emit('message', { to: peer, kind: 'decline', room });
  }

  hangUp() {
    const { peer, room } = this.talk;
    // Whoever has not joined yet hears it by name, whoever has by the call.
    this.socket.emit('message', { to: peer, kind: 'cancel', room });
    this.socket.emit('message', { to: peer, kind: 'hang-up', room });
    this.close('');
  }

  dismiss() {
    const { invitation } = this;
    this.invitation = undefined;
    this.card.hidden = true;
    return invitation;
  }

  async open(peer, room) {
    const media = await this.ownMedia();
    const say = (message) => this.socket.emit('message', { to: room, room, ...message });
    this.talk = new Talk(peer, room, media, say, document.getElementById('remote'));
    document.getElementById('local').srcObject = media ?? null;
    document.getElementById('handle').textContent = this.people.name(peer) ?? '';
    this.window.hidden = false;
  }

  close(why) {
    this.talk.close();
    this.talk = undefined;
    const local = document.getElementById('local');
    local.srcObject?.getTracks().forEach((track) => track.stop());
    local.srcObject = null;
    this.window.hidden = true;
    this.notice(why);
  }

  async ownMedia() {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    } catch {
      this.notice(text('No camera or microphone: you can watch and listen.', '没有摄像头或麦克风：你可以观看和收听。'));
      return undefined;
    }
  }
}
