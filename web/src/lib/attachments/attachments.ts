// All about files of one sign-in: what goes in, what comes out, what is played and looked at.
import type { Parts } from '../parts';
import type { FileDoor, Limits } from './door';
import { Downloads } from './downloads.svelte';
import { windowEquipment, type Equipment } from './equipment';
import { httpDoor } from './http-door';
import { Previews } from './previews';
import { Tray, type Sent } from './tray.svelte';
import { indexedDbUploads, type UploadStore } from './upload-store';
import { Uploads } from './uploads.svelte';
import { Viewer } from './viewer.svelte';
import { VoicePlayer } from './voice/player.svelte';
import type { Recording } from './voice/recorder.svelte';
import { Sole } from './voice/sole';

/** What may be put in the place of the browser's own. */
export interface Backing {
  readonly equipment: Equipment;
  readonly store: UploadStore;
  readonly door: FileDoor;
}

export class Attachments {
  readonly equipment: Equipment;
  readonly previews: Previews;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly viewer = new Viewer();
  readonly sole = new Sole();
  readonly player: VoicePlayer;
  readonly door: FileDoor;
  #trays = new Map<string, Tray>();

  constructor(
    readonly parts: Pick<Parts, 'browser' | 'connection'>,
    you: string,
    { equipment, store, door }: Backing,
  ) {
    const { browser, connection } = parts;
    this.equipment = equipment;
    this.door = door;
    this.previews = new Previews(equipment);
    this.uploads = new Uploads({ browser, connection, door, store, alone: equipment.alone, previews: this.previews }, you);
    this.downloads = new Downloads({ browser, door, equipment });
    this.player = new VoicePlayer({ browser, equipment, sole: this.sole });
  }

  /** Takes up what an earlier page has left. */
  start(): void {
    void this.uploads.start();
  }

  stop(): void {
    this.uploads.stop();
    this.downloads.stop();
    this.player.close();
    this.viewer.close();
    for (const tray of this.#trays.values()) tray.clear();
  }

  /** Forgets everything: the person leaves this browser. */
  async clear(): Promise<void> {
    this.stop();
    await this.uploads.clear();
  }

  /** The files chosen for the next message of a conversation, kept while others are open. */
  tray(room: string): Tray {
    let tray = this.#trays.get(room);
    if (!tray) {
      tray = new Tray({ equipment: this.equipment, uploads: this.uploads });
      this.#trays.set(room, tray);
    }
    return tray;
  }

  /** Sends a voice message on its way. Hands back what its line has to wait for. */
  sendVoice({ blob, type, seconds, bars }: Recording): Sent {
    const about = { name: `voice.${type.split('/')[1] ?? 'webm'}`, type, size: blob.size, seconds, bars };
    const localId = this.uploads.begin(blob, about);
    return { localId, card: { id: localId, ...about, kind: 'voice', isOnItsWay: true } };
  }
}

/** The attachments of this browser. */
export function createAttachments(parts: Pick<Parts, 'browser' | 'connection'>, you: string): Attachments {
  const equipment = windowEquipment();
  const limits = async (): Promise<Limits> => {
    const { used, quota, max_size } = await parts.connection.request({ type: 'usage.read' });
    return { bytesLeft: Math.max(0, quota - used), fileBytes: max_size };
  };
  return new Attachments(parts, you, { equipment, store: indexedDbUploads(), door: httpDoor(equipment.fetch, limits) });
}
