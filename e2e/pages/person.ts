// A person at a page of the app, met by accessible names alone.

import { expect, type Locator, type Page } from '@playwright/test';
import { CallWindow } from './call-window.ts';
import { Conversation } from './conversation.ts';
import { IncomingCall } from './incoming-call.ts';
import { People } from './people.ts';
import { words as english, type Words } from './words.ts';

export class Person {
  readonly people: People;
  readonly conversation: Conversation;
  readonly incoming: IncomingCall;

  constructor(
    readonly name: string,
    readonly page: Page,
    private readonly words: Words = english(),
  ) {
    this.people = new People(page, words);
    this.conversation = new Conversation(page, words);
    this.incoming = new IncomingCall(page, words);
  }

  get nameBox(): Locator {
    return this.page.getByRole('textbox', { name: this.words.yourName, exact: true });
  }

  get enterButton(): Locator {
    return this.page.getByRole('button', { name: this.words.enter, exact: true });
  }

  /** Types the name and goes in. */
  async enter(): Promise<void> {
    await this.nameBox.fill(this.name);
    await this.enterButton.click();
    await expect(this.people.list).toBeVisible();
  }

  /** A further page of the same browser profile. */
  async openAnotherPage(): Promise<Person> {
    const page = await this.page.context().newPage();
    await page.goto(this.page.url());
    const other = new Person(this.name, page, this.words);
    await expect(other.people.list).toBeVisible();
    return other;
  }

  /** Shows the conversation with somebody. */
  async open(peer: Person | string): Promise<void> {
    const entry = this.people.entry(nameOf(peer));
    // On a phone an open conversation hides the list.
    await entry.or(this.conversation.messageBox).first().waitFor();
    if (await entry.isVisible()) await entry.click();
    await expect(this.conversation.messageBox).toBeVisible();
  }

  /** Opens the conversation and says something. */
  async say(peer: Person | string, text: string): Promise<void> {
    await this.open(peer);
    await this.conversation.send(text);
  }

  /** Calls somebody and waits until the call window stands. */
  async call(peer: Person | string, kind: 'voice' | 'video' = 'video'): Promise<CallWindow> {
    await this.open(peer);
    await (kind === 'video' ? this.conversation.videoCall : this.conversation.voiceCall).click();
    const window = this.callWith(peer);
    await expect(window.region).toBeVisible();
    return window;
  }

  /** Picks up. */
  async accept(caller: Person | string): Promise<CallWindow> {
    await this.incoming.accept.click();
    const window = this.callWith(caller);
    await expect(window.region).toBeVisible();
    return window;
  }

  /** The window of the call with somebody, whether it is open or not. */
  callWith(peer: Person | string): CallWindow {
    return new CallWindow(this.page, nameOf(peer), this.words);
  }
}

function nameOf(peer: Person | string): string {
  return typeof peer === 'string' ? peer : peer.name;
}
