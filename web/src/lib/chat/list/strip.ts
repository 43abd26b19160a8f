// The whole column of rows as far as its heights are known: where each row stands, and which stand where. Heights are
// kept by the rows' keys, not by their places, so that rows may come and go anywhere without moving the others.

export class Strip {
  #keys: readonly string[] = [];
  #indexByKey = new Map<string, number>();
  #measured = new Map<string, number>();
  /** `#tops[i]` is where row i begins; the last is where the column ends. */
  #tops = new Float64Array(1);
  /** Rows from here on have to be added up again. */
  #dirtyFrom = 0;

  /** `estimate` is the height of a row that has never been drawn. */
  constructor(private readonly estimate: (key: string) => number) {}

  get count(): number {
    return this.#keys.length;
  }

  get height(): number {
    this.#addUp();
    return this.#tops[this.#keys.length] ?? 0;
  }

  /** Takes the rows as they stand now, each key once. Heights of rows that are gone are forgotten. */
  setKeys(keys: readonly string[]): void {
    this.#keys = keys;
    this.#indexByKey = new Map(keys.map((key, index) => [key, index]));
    // Rows that went may come back soon; only a crowd of them is worth a walk.
    if (this.#measured.size > 2 * keys.length + 1_000) {
      for (const key of this.#measured.keys()) if (!this.#indexByKey.has(key)) this.#measured.delete(key);
    }
    this.#tops = new Float64Array(keys.length + 1);
    this.#dirtyFrom = 0;
  }

  /** A row was drawn this high; false when that was known. */
  measure(key: string, height: number): boolean {
    const before = this.#measured.get(key);
    if (before !== undefined && Math.abs(before - height) < 0.01) return false;
    this.#measured.set(key, height);
    const index = this.#indexByKey.get(key);
    if (index !== undefined) this.#dirtyFrom = Math.min(this.#dirtyFrom, index);
    return true;
  }

  /** Forgets all heights: the column has become wider or narrower. */
  forget(): void {
    this.#measured.clear();
    this.#dirtyFrom = 0;
  }

  isMeasured(key: string): boolean {
    return this.#measured.has(key);
  }

  indexOf(key: string): number | undefined {
    return this.#indexByKey.get(key);
  }

  keyAt(index: number): string | undefined {
    return this.#keys[index];
  }

  /** Where row `index` begins. */
  top(index: number): number {
    this.#addUp();
    return this.#tops[Math.max(0, Math.min(index, this.#keys.length))] ?? 0;
  }

  /** The row that covers `y`; the first or last one outside of the column. */
  indexAt(y: number): number {
    this.#addUp();
    let low = 0;
    let high = this.#keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #addUp(): void {
    const count = this.#keys.length;
    for (let index = this.#dirtyFrom; index < count; index++) {
      const key = this.#keys[index] as string;
      this.#tops[index + 1] = (this.#tops[index] ?? 0) + (this.#measured.get(key) ?? this.estimate(key));
    }
    this.#dirtyFrom = count;
  }
}
