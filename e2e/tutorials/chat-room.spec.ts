// The chat-room dialect in browsers, by the example page.

import { expect, test } from '../fixtures.ts';
import { expectMedia } from '../media.ts';
import { NAMES, RoomPage } from '../pages/room-page.ts';

const [first, second, third] = NAMES as [string, string, string];

test('people come and go in the list, and numbers are given back', async ({ house, visit }) => {
  const url = `${house.url}/examples/chat-room/`;
  const one = await RoomPage.open(await visit(url), first);
  await expect(one.friend).toHaveText('Nobody here yet');
  const two = await RoomPage.open(await visit(url), second);
  await expect(one.row(second)).toBeVisible();
  await expect(two.row(first)).toBeVisible();
  await two.page.close();
  await expect(one.rows).toHaveCount(0);
  await RoomPage.open(await visit(url), second);
});

test('text reaches the one it is for, with a red dot until it is looked at', async ({ house, visit }) => {
  const url = `${house.url}/examples/chat-room/`;
  const one = await RoomPage.open(await visit(url), first);
  const two = await RoomPage.open(await visit(url), second);
  const three = await RoomPage.open(await visit(url), third);
  await three.choose(second);
  await two.say(first, '水开了 & "done"');
  await expect(one.pane(second).getByText('水开了 & "done"', { exact: true })).toBeVisible();
  await expect(one.pane(second).locator('time')).toHaveText(/^\d{1,2}:\d{1,2}:\d{1,2}$/);
  await one.say(third, 'for you alone');
  await expect(three.dot(first)).toBeVisible();
  await expect(three.row(first)).toContainText('for you alone');
  await three.choose(first);
  await expect(three.dot(first)).toBeHidden();
  await expect(two.pane(first).getByText('for you alone')).toHaveCount(0);
});

test('two see and hear each other, and either hangs up', async ({ house, visit }) => {
  const url = `${house.url}/examples/chat-room/`;
  const one = await RoomPage.open(await visit(url), first);
  const two = await RoomPage.open(await visit(url), second);
  for (const [caller, name, callee] of [
    [one, second, two],
    [two, first, one],
  ] as const) {
    await caller.call(name);
    await callee.answer('Accept');
    await one.expectPicture();
    await two.expectPicture();
    await expectMedia(one.page, two.page);
    await one.hangUp.click();
    await expect(one.window).toBeHidden();
    await expect(two.window).toBeHidden();
  }
});

test('a declined or abandoned invitation closes the window', async ({ house, visit }) => {
  const url = `${house.url}/examples/chat-room/`;
  const one = await RoomPage.open(await visit(url), first);
  const two = await RoomPage.open(await visit(url), second);
  await one.call(second);
  await two.answer('Decline');
  await expect(one.window).toBeHidden();
  await one.call(second);
  await expect(two.page.getByRole('alertdialog')).toBeVisible();
  await one.page.close();
  await expect(two.page.getByRole('alertdialog')).toBeHidden();
});

test('a reload does not meet its own past', async ({ house, visit }) => {
  const url = `${house.url}/examples/chat-room/`;
  const one = await RoomPage.open(await visit(url), first);
  const two = await RoomPage.open(await visit(url), second);
  await two.page.reload();
  await RoomPage.open(two.page, second);
  await expect(one.rows).toHaveCount(1);
  await two.say(first, 'back again');
  await expect(one.pane(second).getByText('back again')).toBeVisible();
});
