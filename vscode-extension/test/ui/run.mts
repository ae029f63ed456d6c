// Drives a real VS Code with the packed extension installed, as a user does:
// `node test/ui/run.mts --code-server FOLDER --node NODE --vsix FILE [--screenshots]`.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { openBrowser } from '../vscode/browser.mts';
import { installExtension, startServer } from '../vscode/server.mts';
import { Checks } from './checks.mts';
import { editing } from './editing.mts';
import { trusting } from './trusting.mts';
import { verifying } from './verifying.mts';
import { Workbench } from './workbench.mts';

const extension = path.resolve(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    'code-server': { type: 'string' },
    node: { type: 'string' },
    vsix: { type: 'string' },
    screenshots: { type: 'boolean', default: false },
  },
});
const tensorflow = process.env['HUBLINT_TEST_TENSORFLOW'];
const { 'code-server': folder, vsix } = values;
if (folder === undefined || vsix === undefined || tensorflow === undefined) {
  throw new Error('wanted: --code-server, --vsix, and a Python with TensorFlow and hublint as HUBLINT_TEST_TENSORFLOW');
}

const installation = { folder, node: values.node ?? process.execPath };
const scratch = mkdtempSync(path.join(os.tmpdir(), 'hublint-ui-'));
// Not in the scratch folder: what failed is looked at afterwards.
const failures = path.join(os.tmpdir(), 'hublint-ui-failures');
const pictures = values.screenshots ? path.join(extension, 'media', 'screenshots') : undefined;
const checks = new Checks(failures, pictures);
const python = tensorflow;
const settings = {
  'hublint.importStrategy': 'useBundled',
  'hublint.interpreter': [python],
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Light Modern',
};

rmSync(failures, { recursive: true, force: true });
const browser = await openBrowser();
try {
  for (const [name, body] of Object.entries({ editing, verifying, trusting })) {
    const data = path.join(scratch, name, 'vscode');
    const workspace = path.join(scratch, name, 'workspace');
    cpSync(path.join(extension, 'test', 'workspace', 'models'), workspace, { recursive: true });
    await installExtension(installation, data, path.resolve(vsix));
    const variables = { HOME: path.join(scratch, name), TF_CPP_MIN_LOG_LEVEL: '3' };
    const server = await startServer({ installation, data, settings, asksForTrust: name === 'trusting', forTests: false, variables });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const workbench = new Workbench(page, server.authority);
    await checks.check(page, `${name}: VS Code opens the folder`, () => workbench.open(workspace));
    await body({ workbench, checks, workspace, python });
    await page.close();
    server.stop();
  }
  process.exitCode = checks.status;
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
