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
