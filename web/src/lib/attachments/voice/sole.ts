// Only one thing sounds at a time: whoever begins silences whoever sounded before.

export class Sole {
  #silence: (() => void) | undefined;

  /** `silence` begins to sound and can be silenced by calling it. */
  claim(silence: () => void): void {
    if (this.#silence !== silence) this.#silence?.();
    this.#silence = silence;
  }
}
