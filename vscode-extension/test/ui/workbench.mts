import type { FrameLocator, Locator, Page } from 'playwright-core';

const secondsToShow = 30;
const milliseconds = secondsToShow * 1000;

/** A window of VS Code, driven as a user does: by keys, and by what can be seen. */
export class Workbench {
  readonly page: Page;
  private readonly authority: string;

  constructor(page: Page, authority: string) {
    this.page = page;
    this.authority = authority;
    page.setDefaultTimeout(milliseconds);
  }

  /** Opens a folder or a `.code-workspace` file in the window. */
  async open(folder: string): Promise<void> {
    await this.page.goto(`http://${this.authority}/?${new URLSearchParams({ folder }).toString()}`);
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.choose('Control+P', name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Runs a command of the command palette. */
  async command(title: string): Promise<void> {
    await this.choose('F1', title);
  }

  /** Puts the cursor on a place of the active editor, counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input:visible');
    await input.pressSequentially(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Chooses an entry of the list that is open. */
  async pick(text: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Opens the menu of quick fixes where the cursor is. */
  async quickFixes(): Promise<Locator> {
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    return rows;
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  squiggles(severity: 'error' | 'warning', where = '.editor-group-container.active'): Locator {
    return this.page.locator(`${where} .squiggly-${severity}`);
  }

  /** The frame of the web view that was opened last: notebooks have one of their own. */
  view(): FrameLocator {
    return this.page.locator('iframe.webview.ready:visible').last().contentFrame().locator('iframe#active-frame').contentFrame();
  }

  async closeAll(): Promise<void> {
    await this.command('View: Close All Editors');
    await this.page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  }

  private async choose(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    const input = this.page.locator('.quick-input-widget input:visible');
    await input.waitFor();
    await input.pressSequentially(text);
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text });
    await row.waitFor();
    await this.page.keyboard.press('Enter');
    // The input itself may stay, to ask for more.
    await row.waitFor({ state: 'hidden' });
  }
}
