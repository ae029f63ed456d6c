import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Starts a browser without a window.
 *
 * @throws Error if this machine has none.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['HUBLINT_TEST_CHROMIUM'] ?? findBrowser(),
    args: [
      // It shows nothing but the VS Code of this machine, and a container has no sandbox to give.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // VS Code of 2024 connects to its own address in a way that newer browsers ask about.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
}

function findBrowser(): string {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      const program = path.join(folder, name);
      try {
        accessSync(program, constants.X_OK);
        return program;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`no browser on the path: one of ${names.join(', ')} is wanted`);
}
