import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { until } from '../vscode/waiting.mts';
import type { Given } from './given.mts';
import { fixedOnTheCommandLine } from './hublint.mts';

const program = 'export_prices.py';
const secondsToVerify = 240;

/** Verifying an export with the real TensorFlow, from the lens above it to the report. */
export async function verifying({ workbench, checks, workspace, python }: Given): Promise<void> {
  const { page } = workbench;
  const file = path.join(workspace, program);
  const lens = page.locator('.codelens-decoration a');
  writeFileSync(file, fixedOnTheCommandLine(python, file, '--unsafe-fixes'));

  await checks.check(page, 'an export offers to be verified', async () => {
    await workbench.openFile(program);
    await lens.filter({ hasText: 'Verify export' }).waitFor({ timeout: 60_000 });
    await checks.picture(page, 'lens');
  });

  await checks.check(page, 'the verdict of a real export stands on its line, and its report is shown', async () => {
    await lens.filter({ hasText: 'Verify export' }).click();
    await until('the verdict', secondsToVerify, async () => (await lens.allTextContents()).join().includes('Verify export · '));
    assert.doesNotMatch((await lens.allTextContents()).join(), /broken|failed|nothing/);
    await workbench.command('hublint: Verify This File');
    await workbench.view().getByText('exported/prices').first().waitFor({ timeout: secondsToVerify * 1000 });
    await checks.picture(page, 'verify-report');
  });
}
