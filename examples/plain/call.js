// One call: a peer connection, and what its two ends must tell each other.
'use strict';

class Call {
  /**
   * `peer` is the name of the other, `media` one's own stream or undefined, `send` passes a message on, and `remote`
   * is the element that shows the other.
   */
  constructor(peer, media, send, remote) {
    this.peer = peer;
    this.send = send;
    this.remote = remote;
    this.early = [];
    this.connection = new RTCPeerConnection();
    this.connection.ontrack = ({ streams, track }) => {
      remote.srcObject = streams[0] ?? new MediaStream([track]);
    };
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate) send({ type: 'candidate', name: peer, candidate });
    };
    if (media) media.getTracks().forEach((track) => this.connection.addTrack(track, media));
    this.hasMedia = Boolean(media);
  }

  async offer() {
    if (!this.hasMedia) {
      // Without a camera one can still watch.
      this.connection.addTransceiver('audio', { direction: 'recvonly' });
      this.connection.addTransceiver('video', { direction: 'recvonly' });
    }
    await this.connection.setLocalDescription();
    this.send({ type: 'offer', name: this.peer, offer: this.connection.localDescription });
  }

  async takeOffer(offer) {
    await this.take(offer);
    await this.connection.setLocalDescription();
    this.send({ type: 'answer', name: this.peer, answer: this.connection.localDescription });
  }

  async takeAnswer(answer) {
    if (this.connection.signalingState === 'have-local-offer') await this.take(answer);
  }

  async takeCandidate(candidate) {
    // A candidate means nothing before the description that it belongs to.
    if (this.connection.remoteDescription === null) this.early.push(candidate);
    else await this.connection.addIceCandidate(candidate);
  }

  close() {
    this.connection.close();
    this.remote.srcObject = null;
  }

  async take(description) {
    await this.connection.setRemoteDescription(description);
    for (const candidate of this.early.splice(0)) await this.connection.addIceCandidate(candidate);
  }
}
