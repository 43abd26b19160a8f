// One video call: two people in a room of two, who exchange descriptions and candidates as messages to that room.
'use strict';

class Talk {
  /** `say` sends a message into the room, `remote` is the element that shows the other. */
  constructor(peer, room, media, say, remote) {
    this.peer = peer;
    this.room = room;
    this.say = say;
    this.remote = remote;
    this.early = [];
    this.connection = new RTCPeerConnection();
    this.connection.ontrack = ({ streams }) => {
      remote.srcObject = streams[0];
    };
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate) say({ kind: 'candidate', candidate });
    };
    for (const kind of ['audio', 'video']) {
      // Without a camera one can still watch.
      const track = media?.getTracks().find((one) => one.kind === kind);
      if (track) this.connection.addTrack(track, media);
      else this.connection.addTransceiver(kind, { direction: 'recvonly' });
    }
  }

  async offer() {
    await this.connection.setLocalDescription();
    this.say({ kind: 'description', description: this.connection.localDescription });
  }

  async take({ kind, description, candidate }) {
    if (kind === 'description') {
      await this.connection.setRemoteDescription(description);
      for (const one of this.early.splice(0)) await this.connection.addIceCandidate(one);
      if (description.type === 'offer') await this.offer();
    } else if (this.connection.remoteDescription === null) {
      this.early.push(candidate);
    } else {
      await this.connection.addIceCandidate(candidate);
    }
  }

  close() {
    this.connection.close();
    this.remote.srcObject = null;
  }
}
