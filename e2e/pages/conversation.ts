// An open conversation.

import { expect, type Locator, type Page } from '@playwright/test';

export class Conversation {
  constructor(private readonly page: Page) {}

  get messageBox(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  get sendButton(): Locator {
    return this.button('Send');
  }

  get messages(): Locator {
    return this.page.getByRole('list', { name: 'Messages', exact: true });
  }

  get voiceCall(): Locator {
    return this.button('Voice call');
  }

  get videoCall(): Locator {
    return this.button('Video call');
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
