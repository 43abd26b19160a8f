// @vitest-environment node
// No hang-up is lost with the house, the connection or the page.
import { beforeEach, describe, expect, it } from 'vitest';
import { type Connection, Refusal, Unanswered } from '../connection/types';
import { OwedHangUps } from './owed';

/** A house that answers, refuses, or is away, and a shelf that outlives the page. */
class House {
  state: Connection['state'] = 'online';
  heard: Record<string, unknown>[] = [];
  answer: () => unknown = () => ({});
  kept = new Map<string, string>();
  time = 1_000_000;

  page(): OwedHangUps {
    const shelf = {
      get: (key: string) => this.kept.get(key) ?? null,
      set: (key: string, value: string) => void this.kept.set(key, value),
      remove: (key: string) => void this.kept.delete(key),
    };
    const request = async (message: Record<string, unknown>) => {
      this.heard.push(message);
      return this.answer();
    };
    const connection = { get state() { return house.state; }, request } as unknown as Pick<Connection, 'state' | 'request'>;
    return new OwedHangUps({ shelf, now: () => this.time }, connection);
  }
}

let house: House;
beforeEach(() => (house = new House()));

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

describe('a hang-up', () => {
  it('is_said_at_once_and_forgotten', async () => {
    house.page().add('c1', 'bob', null);
    await settled();
    expect(house.heard).toEqual([{ type: 'call.hangup', call: 'c1' }]);
    expect(house.kept.size).toBe(0);
  });

  it('is_kept_while_the_house_is_away_and_said_by_the_next_page', async () => {
    house.state = 'offline';
    house.page().add('c1', 'bob', 42);
    await settled();
    expect(house.heard).toEqual([]);
    house.state = 'online';
    await house.page().payAll();
    expect(house.heard).toEqual([
      { type: 'call.resume', call: 'c1', peer: 'bob' },
      { type: 'call.hangup', call: 'c1', seconds: 42 },
    ]);
    expect(house.kept.size).toBe(0);
  });

  it('stays_owed_when_no_answer_came', async () => {
    house.answer = () => {
      throw new Unanswered('disconnected');
    };
    house.page().add('c1', 'bob', null);
    await settled();
    expect(house.kept.size).toBe(1);
  });

  it('is_settled_by_a_refusal', async () => {
    house.answer = () => {
      throw new Refusal('no_call', '');
    };
    house.page().add('c1', 'bob', null);
    await settled();
    expect(house.kept.size).toBe(0);
  });

  it('stays_owed_when_the_house_is_too_busy', async () => {
    house.answer = () => {
      throw new Refusal('too_many', '', 1_000);
    };
    house.page().add('c1', 'bob', null);
    await settled();
    expect(house.kept.size).toBe(1);
  });

  it('is_forgotten_after_half_a_day', async () => {
    house.state = 'offline';
    house.page().add('c1', 'bob', null);
    house.time += 12 * 60 * 60 * 1000;
    house.state = 'online';
    await house.page().payAll();
    expect(house.heard).toEqual([]);
  });

  it('spoiled_memory_owes_nothing', async () => {
    for (const spoiled of ['{', '5', 'null', '[{"call":1}]']) {
      house.kept.set('teahouse.call.owed', spoiled);
      await house.page().payAll();
    }
    expect(house.heard).toEqual([]);
  });
});
