import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

/** Named checks, one after the other: each is told, and a failure leaves a picture. */
export class Checks {
  private failed = 0;
  private readonly failures: string;
  private readonly pictures: string | undefined;

  /**
   * @param failures a folder for the pictures of what failed.
   * @param pictures a folder for the pictures of the README, if they are wanted.
   */
  constructor(failures: string, pictures: string | undefined) {
    this.failures = failures;
    this.pictures = pictures;
  }

  get status(): number {
    return this.failed === 0 ? 0 : 1;
  }

  async check(page: Page, title: string, body: () => Promise<void>): Promise<void> {
    const started = Date.now();
    try {
      await body();
      console.log(`  passed ${title} (${seconds(started)} s)`);
    } catch (error) {
      this.failed += 1;
      const picture = path.join(this.failures, `${title.replaceAll(/\W+/g, '-')}.png`);
      mkdirSync(this.failures, { recursive: true });
      await page.screenshot({ path: picture });
      console.log(`  failed ${title} (${seconds(started)} s); see ${picture}`);
      console.log(error instanceof Error ? error.stack : error);
      // What is half open would be in the way of the next check.
      for (const key of ['Escape', 'Escape', 'Escape']) {
        await page.keyboard.press(key);
      }
    }
  }

  /** Takes a picture for the README, where that was asked for. */
  async picture(page: Page, name: string): Promise<void> {
    if (this.pictures !== undefined) {
      mkdirSync(this.pictures, { recursive: true });
      await page.screenshot({ path: path.join(this.pictures, `${name}.png`), animations: 'disabled', caret: 'hide' });
    }
  }
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
