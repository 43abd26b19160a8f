// The seven ways of sending that the chat-room tutorial explains, as its clients meet them here.

import { expect, test } from '../fixtures.ts';
import { Guest, VERSIONS } from '../guests/socket-io.ts';

for (const version of VERSIONS) {
  test(`each way of sending reaches whom it should, with ${version}`, async ({ house }) => {
    const [ann, bob, eve] = [
      await Guest.connect(house.chatRoomUrl, version),
      await Guest.connect(house.chatRoomUrl, version),
      await Guest.connect(house.chatRoomUrl, version),
    ];
    const names = (guest: Guest, event: string) => guest.heard.filter(([name]) => name === event);

    await test.step('to oneself: the greeting, and an acknowledgment', async () => {
      expect(names(eve, 'ready')).toHaveLength(1);
      expect(await eve.ask('create', 'nobody else is here')).toEqual({ id: 'nobody else is here', count: 0 });
    });

    await test.step('to everybody: the roster reaches all, each by its own event', async () => {
      const everybody = [ann, bob, eve].map(({ id }) => id);
      const isAll = (persons: { id: string }[]) => everybody.every((id) => persons.some((person) => person.id === id));
      expect(isAll(names(eve, 'ready')[0]![2])).toBe(true);
      await Promise.all([ann.persons(isAll), bob.persons(isAll)]);
    });

    await test.step('to everybody but oneself: a meeting', async () => {
      ann.say('meeting', { n: 1 });
      expect(await Promise.all([bob.next('meeting'), eve.next('meeting')])).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    });

    await test.step('to a room but oneself: a message to a room', async () => {
      await ann.ask('create', 'game');
      await bob.ask('join', 'game');
      ann.say('message', { to: 'game', n: 2 });
      expect((await bob.next('message'))[0]).toMatchObject({ n: 2, from: ann.id });
    });

    await test.step('to a room: who is inside hears who comes', async () => {
      expect(await ann.next('join')).toEqual(['game']);
    });

    await test.step('to one by its id: a message to an id', async () => {
      eve.say('message', { to: ann.id, n: 3 });
      expect((await ann.next('message'))[0]).toMatchObject({ n: 3, from: eve.id });
    });

    await test.step('subscribing: a client hears the events that it listens to', async () => {
      const heard = new Promise((hear) => bob.socket.on('message', hear as (...args: never[]) => void));
      eve.say('message', { to: bob.id, n: 4 });
      expect(await heard).toMatchObject({ n: 4, from: eve.id });
    });

    // What was for others reached nobody else: the last thing that each heard is answered, so all before it has come.
    await Promise.all([ann, bob, eve].map((guest) => guest.ask('create', `the end of ${guest.id}`)));
    expect(names(ann, 'meeting')).toEqual([]);
    expect(names(ann, 'message').map(([, body]) => body.n)).toEqual([3]);
    expect(names(bob, 'message').map(([, body]) => body.n)).toEqual([2, 4]);
    expect(names(eve, 'message')).toEqual([]);
    [ann, bob, eve].forEach((guest) => guest.leave());
  });
}
