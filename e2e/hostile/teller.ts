// Somebody who speaks to the house over REST, many things at once.

import type { House } from '../house.ts';
import { ownerCodeIn } from '../pages/account.ts';

/** So many requests are under way at once; the house takes no more than eight parts of files from one person. */
const AT_ONCE = 6;

/** What opens the owner's account. */
const OWNER = { handle: 'vera', password: 'kettle orchard violet' };

/** What the house answered. */
export interface Answer {
  status: number;
  body: any;
}

export class Teller {
  private constructor(
    readonly house: House,
    readonly id: string,
    /** What opens the session: the value of its cookie. */
    readonly token: string,
  ) {}

  /** A guest by this name. */
  static async guest(house: House, name: string): Promise<Teller> {
    return Teller.comeIn(house, '/api/v1/session', { name });
  }

  /** Vera, to whom the house belongs: she sees more of it than anybody. */
  static async owner(house: House): Promise<Teller> {
    return Teller.comeIn(house, '/api/v1/account', { ...OWNER, name: 'Vera', owner_code: ownerCodeIn(house.output) });
  }

  /** Vera signs in on one more device, which calls itself so, if that can be said in a header. */
  static async device(house: House, agent: string): Promise<void> {
    const headers = { origin: house.url, 'user-agent': agent };
    const asked = async () => fetch(`${house.url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify(OWNER) });
    await asked().catch(() => undefined);
  }

  /** Asks for something. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
    const all = { origin: this.house.url, cookie: `th=${this.token}`, ...headers };
    const answer = await fetch(`${this.house.url}${path}`, { method, headers: all, ...(sent === undefined ? {} : { body: sent }) });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  /** Asks for what must not be refused. */
  async get(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any> {
    const answer = await this.ask(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private static async comeIn(house: House, path: string, body: unknown): Promise<Teller> {
    const answer = await fetch(`${house.url}${path}`, { method: 'POST', headers: { origin: house.url }, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    const token = /\bth=([^;]+)/u.exec(answer.headers.getSetCookie().join())?.[1];
    const { you } = (await answer.json()) as { you: { id: string } };
    return new Teller(house, you.id, token ?? '');
  }
}

/** Does something for each, several at once; what came of each stands in its place. */
export async function each<T, R>(list: readonly T[], deed: (one: T, place: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  const work = async () => {
    for (let place = next++; place < list.length; place = next++) done[place] = await deed(list[place]!, place);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

/** What was kept, if anything was. */
export function kept({ status, body }: Answer): any {
  return status < 300 ? body : undefined;
}
