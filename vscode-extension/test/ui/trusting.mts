import assert from 'node:assert/strict';

import type { Given } from './given.mts';

const program = 'export_prices.py';
const verify = 'Verify This File';

/** Restricted Mode: the bundled hublint checks, nothing of the workspace is run; and what trust adds. */
export async function trusting({ workbench, checks }: Given): Promise<void> {
  const { page } = workbench;
  const restricted = page.locator('.statusbar-item', { hasText: 'Restricted Mode' });

  await checks.check(page, 'a folder that is not trusted is checked all the same', async () => {
    await restricted.waitFor();
    await workbench.openFile(program);
    await workbench.squiggles('warning').first().waitFor({ timeout: 60_000 });
    await checks.picture(page, 'restricted');
  });

  await checks.check(page, 'nothing of it is offered to be run', async () => {
    assert.equal(await offersToVerify(), false);
  });

  await checks.check(page, 'trust adds what runs programs', async () => {
    await restricted.click();
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await restricted.waitFor({ state: 'detached' });
    await workbench.openFile(program);
    await workbench.squiggles('warning').first().waitFor({ timeout: 60_000 });
    assert.equal(await offersToVerify(), true);
  });

  async function offersToVerify(): Promise<boolean> {
    await workbench.press('F1');
    const input = page.locator('.quick-input-widget input:visible');
    await input.pressSequentially(verify);
    // The list is there as soon as it says something, be it that there is no such command.
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    const rows = await page.locator('.quick-input-list .monaco-list-row').allTextContents();
    await workbench.press('Escape');
    return rows.some((row) => row.includes(verify));
  }
}
