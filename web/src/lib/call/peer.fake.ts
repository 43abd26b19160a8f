// An `RTCPeerConnection` that finds no path by itself, and remembers what was asked of it: for tests.

/** What a test can look at and bring about. */
export class FakePeerConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  onnegotiationneeded: (() => void) | null = null;
  ontrack: ((event: { track: MediaStreamTrack }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  readonly places: { kind: string; direction: string }[] = [];
  readonly channels: FakeChannel[] = [];
  readonly candidates: unknown[] = [];
  restarts = 0;

  addTrack(track: MediaStreamTrack): void {
    this.places.push({ kind: track.kind, direction: 'sendrecv' });
  }

  addTransceiver(kind: string, { direction }: { direction: string }): void {
    this.places.push({ kind, direction });
  }

  getTransceivers(): unknown[] {
    return this.places.map((place) => ({ ...place, currentDirection: null, receiver: { track: { kind: place.kind } } }));
  }

  createDataChannel(label: string, options: RTCDataChannelInit): FakeChannel {
    const channel = new FakeChannel(label, options);
    this.channels.push(channel);
    return channel;
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: `our ${type}` };
    this.signalingState = type === 'answer' ? 'stable' : 'have-local-offer';
  }

  async setRemoteDescription({ type }: { type: string }): Promise<void> {
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
  }

  async addIceCandidate(candidate: unknown): Promise<void> {
    this.candidates.push(candidate);
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  restartIce(): void {
    this.restarts += 1;
  }

  close(): void {
    this.connectionState = 'closed';
  }

  /** The browser has found a candidate of ours. */
  find(candidate: string): void {
    this.onicecandidate?.({ candidate: { candidate, toJSON: () => ({ candidate }) } });
  }

  /** The path changes. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

/** The data channel of a fake connection. */
export class FakeChannel {
  readyState = 'connecting';
  readonly said: unknown[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(
    readonly label: string,
    readonly options: RTCDataChannelInit,
  ) {}

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }
}

/** A stream that only holds tracks; happy-dom's own holds none. */
export class FakeMediaStream {
  readonly #tracks = new Set<MediaStreamTrack>();

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.delete(track);
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): MediaStreamTrack[] {
    return this.getTracks().filter((track) => track.kind === 'audio');
  }

  getVideoTracks(): MediaStreamTrack[] {
    return this.getTracks().filter((track) => track.kind === 'video');
  }
}
