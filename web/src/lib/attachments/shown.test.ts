// What people see and reach of files, met by accessible names alone.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unanswered } from '../connection/types';
import type { Surroundings } from '../context';
import { I18n } from '../i18n/i18n.svelte';
import { FakeBrowser } from '../testing/fake-browser';
import { Toasts } from '../ui/toasts.svelte';
import AttachButton from './AttachButton.svelte';
import { Attachments } from './attachments';
import type { Equipment } from './equipment';
import { FakeDoor, memoryUploads } from './fake-door';
import Gallery from './Gallery.svelte';
import MessageFiles from './MessageFiles.svelte';
import type { FileCard, Owner } from './model';
import Surround from './Surround.fake.svelte';
import TrayStrip from './TrayStrip.svelte';

const OWNER: Owner = { id: 'm1', room: 'r', seq: 1, at: Date.UTC(2026, 4, 4), isMine: false, author: 'Bob' };

let browser: FakeBrowser;
let door: FakeDoor;
let here: Attachments;
let saved: string[];

beforeEach(() => {
  browser = new FakeBrowser();
  door = new FakeDoor();
  saved = [];
  const connection = { state: 'online', onState: () => () => {}, onMessage: () => () => {}, send: () => true, request: async () => ({}) };
  here = new Attachments({ browser, connection: connection as never }, 'you', { equipment: equipment(), store: memoryUploads(), door });
  here.start();
  vi.stubGlobal('IntersectionObserver', class { observe() {} disconnect() {} });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('a_file_is_named_measured_and_saved_under_its_name', async () => {
  show(MessageFiles, { files: [card({ name: 'plan.pdf', kind: 'file', size: 1_500_000 })], owner: OWNER });
  expect(screen.getByText('plan.pdf')).toBeTruthy();
  expect(screen.getByText('1.5 MB')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Download plan.pdf' }));
  await waitFor(() => expect(saved).toEqual(['plan.pdf']));
});

test('the_name_of_a_file_is_text', () => {
  show(MessageFiles, { files: [card({ name: '<img src=x>.pdf', kind: 'file' })], owner: OWNER });
  expect(screen.getByText('<img src=x>.pdf')).toBeTruthy();
});

test('a_picture_that_is_gone_says_so', async () => {
  door.exists = async () => false;
  const { container } = show(MessageFiles, { files: [card({})], owner: OWNER });
  for (let address = 0; address < 2; address++) {
    const image = container.querySelector('img');
    if (image) await fireEvent.error(image);
  }
  expect(await screen.findByText('This picture is no longer here.')).toBeTruthy();
});

test('the_place_of_a_picture_is_known_before_it_is_loaded', () => {
  const { container } = show(MessageFiles, { files: [card({ width: 4000, height: 3000 })], owner: OWNER });
  expect(container.querySelector<HTMLElement>('.one')?.style.width).toBe('320px');
});

test('a_file_on_its_way_can_be_paused_and_given_up', async () => {
  door.troubles = [undefined, new Unanswered('disconnected')];
  const localId = here.uploads.begin(new Blob(['hello']), { name: 'plan.pdf', type: 'application/pdf', size: 5 });
  show(MessageFiles, { files: [card({ id: localId, name: 'plan.pdf', kind: 'file', size: 5, isOnItsWay: true })], owner: OWNER });
  expect(await screen.findByText('No connection · 0 byte of 5 byte sent')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Pause sending plan.pdf' }));
  expect(screen.getByText('Paused · 0 byte of 5 byte sent')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Go on sending plan.pdf' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel sending plan.pdf' }));
  expect(here.uploads.get(localId)).toBeUndefined();
});

test('chosen_files_are_listed_and_can_be_removed', async () => {
  const tray = here.tray('r');
  show(AttachButton, { tray });
  expect(screen.getByRole('button', { name: 'Attach' })).toBeTruthy();
  cleanup();
  tray.add([new File(['a'], 'a.txt', { type: 'text/plain' }), new File([], 'empty.txt', { type: 'text/plain' })]);
  show(TrayStrip, { tray, limits: {} });
  const list = within(screen.getByRole('list', { name: 'Files to send' }));
  expect(list.getAllByRole('listitem')).toHaveLength(2);
  expect(screen.getByRole('alert').textContent).toContain('This file is empty.');
  await fireEvent.click(screen.getByRole('button', { name: 'Remove empty.txt' }));
  expect(list.getAllByRole('listitem')).toHaveLength(1);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('the_gallery_goes_through_the_pictures_of_a_conversation_by_key', async () => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  here.viewer.know({ ...OWNER, id: 'later', seq: 2 }, [card({ id: 'c', name: 'c.jpg' })]);
  here.viewer.know(OWNER, [card({ id: 'a', name: 'a.jpg' }), card({ id: 'b', name: 'b.jpg' }), card({ id: 'x', kind: 'file' })]);
  here.viewer.know({ ...OWNER, id: 'elsewhere', room: 's' }, [card({ id: 'd' })]);
  here.viewer.open('r', 'b');
  show(Gallery, {});
  const dialog = screen.getByRole('dialog', { name: 'Pictures and videos' });
  expect(within(dialog).getByText('2 of 3')).toBeTruthy();
  await fireEvent.keyDown(dialog, { key: 'ArrowRight' });
  expect(within(dialog).getByRole('img', { name: 'c.jpg' })).toBeTruthy();
  await fireEvent.keyDown(dialog, { key: 'ArrowRight' });
  expect(within(dialog).getByText('3 of 3')).toBeTruthy();
  expect(within(dialog).queryByRole('button', { name: 'Next' })).toBeNull();
  await fireEvent.keyDown(dialog, { key: 'Home' });
  expect(within(dialog).getByRole('img', { name: 'a.jpg' })).toBeTruthy();
});

test('the_pictures_of_a_recalled_message_leave_the_gallery', () => {
  here.viewer.know(OWNER, [card({ id: 'a' })]);
  here.viewer.open('r', 'a');
  here.viewer.forget('m1');
  expect(here.viewer.isOpen).toBe(false);
  here.viewer.open('r', 'a');
  expect(here.viewer.isOpen).toBe(false);
});

function show(component: Component<any>, inner: Record<string, unknown>) {
  const surroundings = { browser, i18n: new I18n(browser), toasts: new Toasts(browser), clock: { now: browser.now() } } as unknown as Surroundings;
  return render(Surround, { surroundings, attachments: here, component, inner });
}

function card(some: Partial<FileCard>): FileCard {
  return { id: 'f', name: 'a.jpg', type: 'image/jpeg', size: 10, kind: 'image', ...some };
}

function equipment(): Equipment {
  const no = async () => {
    throw new Error('not here');
  };
  return {
    fetch: no,
    alone: (_, work) => work(),
    objectUrl: () => 'blob:local',
    releaseUrl: () => {},
    lookAtPicture: no,
    lookAtFilm: no,
    shrink: no,
    createRecorder: undefined,
    canRecord: () => false,
    createAudio: () => document.createElement('audio'),
    save: (_, name) => void saved.push(name),
  };
}
