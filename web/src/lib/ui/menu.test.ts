// What hands and keys do with a menu, met by accessible names alone. The browser's own part of it, popovers, is played.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Surround from '../attachments/Surround.fake.svelte';
import type { Surroundings } from '../context';
import { FakeBrowser, settled } from '../testing/fake-browser';
import Menu from './Menu.svelte';
import MenuList from './MenuList.svelte';

let deeds: string[];
let hide: ReturnType<typeof vi.fn>;

beforeEach(() => {
  deeds = [];
  hide = vi.fn(() => void deeds.push('closed'));
  Object.assign(HTMLElement.prototype, { showPopover: () => void deeds.push('shown'), hidePopover: hide });
});

afterEach(() => {
  cleanup();
  const popover = HTMLElement.prototype as Partial<HTMLElement>;
  delete popover.showPopover;
  delete popover.hidePopover;
});

test('without_a_button_it_opens_at_once_and_the_first_choice_has_the_focus', async () => {
  shown(MenuList, { anchor: () => undefined, ontoggled: (isOpen: boolean) => deeds.push(isOpen ? 'open' : 'over') });
  await toggled('open');
  expect([deeds, focused()]).toEqual([['shown', 'open'], 'Reply']);
  await toggled('closed');
  expect(deeds).toEqual(['shown', 'open', 'over']);
});

test('arrows_and_letters_walk_over_what_can_be_chosen', async () => {
  shown(MenuList, { anchor: () => undefined, ontoggled: () => {} });
  await toggled('open');
  const walk = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'r', 'r', 'e', 'x']) {
    await fireEvent.keyDown(screen.getByRole('menu'), { key });
    walk.push(focused());
  }
  expect(walk).toEqual(['Recall', 'Delete', 'Reply', 'Delete', 'Reply', 'Delete', 'Reply', 'Recall', 'Recall', 'Recall']);
});

test('escape_closes_the_menu_and_nothing_around_it', async () => {
  shown(MenuList, { anchor: () => undefined, ontoggled: () => {} });
  const around = vi.fn();
  document.addEventListener('keydown', around);
  await fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
  document.removeEventListener('keydown', around);
  expect([hide.mock.calls.length, around.mock.calls.length]).toEqual([1, 0]);
});

test('what_was_chosen_is_done_when_the_menu_has_closed', async () => {
  shown(MenuList, { anchor: () => undefined, ontoggled: () => {} });
  await fireEvent.click(screen.getByRole('menuitem', { name: 'Recall' }));
  expect(deeds).toEqual(['shown', 'closed', 'Recall']);
});

test('a_button_names_its_menu_and_says_whether_it_is_open', async () => {
  shown(Menu, {});
  const button = screen.getByRole('button', { name: 'Actions' });
  expect(button.getAttribute('popovertarget')).toBe(screen.getByRole('menu', { name: 'Actions' }).id);
  await toggled('open');
  expect([button.getAttribute('aria-expanded'), focused(), deeds]).toEqual(['true', 'Reply', []]);
  await toggled('closed');
  expect(button.getAttribute('aria-expanded')).toBe('false');
});

function shown(component: typeof Menu | typeof MenuList, more: object): void {
  const items = ['Reply', 'Edit', 'Recall', 'Delete'].map((label) => ({ label, isDisabled: label === 'Edit', onchoose: () => deeds.push(label) }));
  const surroundings = { browser: new FakeBrowser() } as unknown as Surroundings;
  render(Surround, { surroundings, component, inner: { label: 'Actions', items, ...more } });
}

/** The browser has opened or closed the popover. */
async function toggled(newState: 'open' | 'closed'): Promise<void> {
  await fireEvent(screen.getByRole('menu'), Object.assign(new Event('toggle'), { newState }));
  await settled();
}

function focused(): string | undefined {
  return document.activeElement?.textContent?.trim();
}
