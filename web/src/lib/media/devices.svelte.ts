// Which cameras, microphones and speakers there are, and which are chosen. The choice is kept in this browser.

import type { Browser } from '../browser';
import { type Choice, NO_CHOICE } from './constraints';

const SHELF_KEY = 'teahouse.devices';

/** One device as a menu shows it. */
export type Device = { id: string; label: string };

/** The devices of this computer. */
export class Devices {
  cameras = $state.raw<Device[]>([]);
  microphones = $state.raw<Device[]>([]);
  /** Empty where the browser lets no page choose the speaker. */
  speakers = $state.raw<Device[]>([]);
  choice = $state.raw<Choice>(NO_CHOICE);

  readonly #look = () => void this.refresh();
  readonly #browser: Pick<Browser, 'equipment' | 'shelf'>;

  constructor(browser: Pick<Browser, 'equipment' | 'shelf'>) {
    this.#browser = browser;
    this.choice = read(browser.shelf.get(SHELF_KEY));
    browser.equipment.mediaDevices?.addEventListener('devicechange', this.#look);
  }

  /** Watches no longer. */
  close(): void {
    this.#browser.equipment.mediaDevices?.removeEventListener('devicechange', this.#look);
  }

  /** Looks again; names are there only once a device has been opened. */
  async refresh(): Promise<void> {
    const all = (await this.#browser.equipment.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind) =>
      all.filter((device) => device.kind === kind && device.deviceId !== '').map(({ deviceId: id, label }) => ({ id, label }));
    this.cameras = of('videoinput');
    this.microphones = of('audioinput');
    this.speakers = of('audiooutput');
  }

  /** Chooses, and remembers it. */
  choose(choice: Partial<Choice>): void {
    this.choice = { ...this.choice, ...choice };
    this.#browser.shelf.set(SHELF_KEY, JSON.stringify(this.choice));
  }
}

function read(kept: string | null): Choice {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    if (typeof value !== 'object' || value === null) return NO_CHOICE;
    const text = (key: keyof Choice) => {
      const entry = (value as Record<string, unknown>)[key];
      return typeof entry === 'string' ? entry : '';
    };
    return { camera: text('camera'), microphone: text('microphone'), speaker: text('speaker') };
  } catch {
    return NO_CHOICE;
  }
}
