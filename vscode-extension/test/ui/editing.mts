import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { until } from '../vscode/waiting.mts';
import type { Given } from './given.mts';
import { cellsOf, fixedOnTheCommandLine } from './hublint.mts';

const program = 'export_prices.py';
const notebook = 'explore_digits.ipynb';
const secondsToServe = 60;

/** What a user sees and does while a program is edited. */
export async function editing({ workbench, checks, workspace, python }: Given): Promise<void> {
  const { page } = workbench;
  const file = path.join(workspace, program);

  await checks.check(page, 'what does not run is underlined', async () => {
    await workbench.openFile(program);
    await workbench.squiggles('warning').first().waitFor({ timeout: secondsToServe * 1000 });
    await checks.picture(page, 'squiggle');
  });

  await checks.check(page, 'hover tells what became of a name', async () => {
    await workbench.goTo(19, 15);
    await workbench.press('Control+K', 'Control+I');
    // The finding is shown at once, and then what the server tells of the name.
    const hover = page.locator('.monaco-hover:visible', { hasText: 'tf.compat.v1.Session' }).first();
    await hover.waitFor();
    await checks.picture(page, 'hover');
    await workbench.press('Escape');
  });

  await checks.check(page, 'the Problems view lists the findings', async () => {
    await workbench.command('Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: 'HUB101' }).first().waitFor();
    for (const code of ['HUB102', 'HUB201', 'HUB501']) {
      await rows.filter({ hasText: code }).first().waitFor();
    }
    await checks.picture(page, 'problems');
    await workbench.command('View: Toggle Panel Visibility');
  });

  await checks.check(page, 'a quick fix is applied and saved', async () => {
    const wanted = fixedOnTheCommandLine(python, file, '--unsafe-fixes', '--select', 'HUB101');
    await workbench.openFile(program);
    await workbench.goTo(19, 15);
    const actions = await workbench.quickFixes();
    const rewrite = actions.filter({ hasText: 'tf.function' }).first();
    await rewrite.waitFor();
    await checks.picture(page, 'quickfix');
    await rewrite.click();
    await page.locator('.view-line', { hasText: 'tf.saved_model.save' }).waitFor();
    await workbench.save();
    await until('the file on disk', 10, () => readFileSync(file, 'utf8') === wanted);
  });

  await checks.check(page, 'all is fixed at once and saved', async () => {
    const wanted = fixedOnTheCommandLine(python, file);
    await workbench.openFile(program);
    await workbench.command('hublint: Fix All in This File');
    await page.locator('.view-line', { hasText: 'tf.math.log' }).waitFor();
    await checks.picture(page, 'fix-all');
    await workbench.save();
    await until('the file on disk', 10, () => readFileSync(file, 'utf8') === wanted);
    await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
  });

  await checks.check(page, 'cells of a notebook are underlined, and fixed together', async () => {
    const wanted = fixedOnTheCommandLine(python, path.join(workspace, notebook));
    await workbench.openFile(notebook);
    await workbench.squiggles('warning', '.notebookOverlay').first().waitFor({ timeout: secondsToServe * 1000 });
    await checks.picture(page, 'notebook');
    await workbench.command('hublint: Fix All in This File');
    await page.locator('.notebookOverlay .view-line', { hasText: 'tf.math.log' }).waitFor();
    await workbench.save();
    await until('the file on disk', 10, () => {
      const cells = cellsOf(readFileSync(path.join(workspace, notebook), 'utf8'));
      return cells.join('\n\n') === cellsOf(wanted).join('\n\n');
    });
  });

  await checks.check(page, 'the migration status shows what is left', async () => {
    await workbench.command('hublint: Show Migration Status');
    const view = workbench.view();
    await view.getByText('HUB101').first().waitFor({ timeout: secondsToServe * 1000 });
    assert.match(await view.locator('body').innerText(), /export_digits\.py/);
    await checks.picture(page, 'migration-status');
  });

  await checks.check(page, 'the language status tells which hublint answers', async () => {
    await workbench.openFile('export_digits.py');
    await workbench.squiggles('warning').first().waitFor();
    await page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    await page.locator('.hover-language-status', { hasText: /hublint \d/ }).first().waitFor();
    await checks.picture(page, 'status');
  });

  await checks.check(page, 'the walkthrough shows its first step', async () => {
    await workbench.command('View: Toggle Primary Side Bar Visibility'); // pictures stand where there is room for them
    await workbench.command('Welcome: Open Walkthrough');
    await workbench.pick('Get started with hublint');
    await page.locator('.gettingStartedContainer .step-title', { hasText: 'See what stands in the way' }).first().waitFor();
    await page.waitForFunction("[...document.querySelectorAll('.gettingStartedContainer img')].some((image) => image.naturalWidth > 400)");
    await checks.picture(page, 'walkthrough');
  });
}
