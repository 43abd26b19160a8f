// An open conversation.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export class Conversation {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  get messageBox(): Locator {
    return this.page.getByRole('textbox', { name: this.words.message, exact: true });
  }

  get sendButton(): Locator {
    return this.button(this.words.send);
  }

  get messages(): Locator {
    return this.page.getByRole('list', { name: this.words.messages, exact: true });
  }

  get voiceCall(): Locator {
    return this.button(this.words.voiceCall);
  }

  get videoCall(): Locator {
    return this.button(this.words.videoCall);
  }

  /** A message by its whole text, which stands in an element of its own. */
  message(text: string): Locator {
    return this.messages.getByText(text, { exact: true });
  }

  /** The whole row of a message: bubble, signs, time and buttons. Words that a message quotes are not its own. */
  row(text: string): Locator {
    return this.messages.getByRole('listitem').filter({ has: this.page.getByText(text, { exact: true }) }).last();
  }

  /** The menu that is open. */
  get menu(): Locator {
    return this.page.getByRole('menu', { name: 'Message actions', exact: true });
  }

  /** Opens the menu of a message by its button. */
  async openMenu(text: string): Promise<Locator> {
    const row = this.row(text);
    await row.hover();
    await row.getByRole('button', { name: 'Message actions', exact: true }).click();
    await expect(this.menu).toBeVisible();
    return this.menu;
  }

  /** Chooses in the menu of a message. */
  async choose(text: string, action: string): Promise<void> {
    const menu = await this.openMenu(text);
    await menu.getByRole('menuitem', { name: action, exact: true }).click();
  }

  /** Answers a message. */
  async reply(to: string, text: string): Promise<void> {
    await this.choose(to, 'Reply');
    await expect(this.page.getByText(/^Answer to /)).toBeVisible();
    await this.send(text);
  }

  /** Changes a message of one's own. */
  async edit(text: string, words: string): Promise<void> {
    await this.choose(text, 'Edit');
    await expect(this.messageBox).toHaveValue(text);
    await this.messageBox.fill(words);
    await this.button('Save').click();
    await expect(this.message(words)).toBeVisible();
  }

  async send(text: string): Promise<void> {
    await this.messageBox.fill(text);
    await this.sendButton.click();
    await expect(this.message(text)).toBeVisible();
  }

  /** All texts that stand here whose form is `pattern`, top to bottom. */
  async texts(pattern: RegExp): Promise<string[]> {
    return this.messages.getByText(pattern).allInnerTexts();
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
