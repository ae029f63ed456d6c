// Runs the tests of test/suite inside the extension host of a real VS Code:
// `node test/host/run.mts --code-server FOLDER --node NODE [--only TEXT]`.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { openBrowser } from '../vscode/browser.mts';
import { running } from '../vscode/processes.mts';
import { type Server, startServer } from '../vscode/server.mts';
import { until } from '../vscode/waiting.mts';

const secondsForAll = 480;
const secondsToEnd = 20;
const extension = path.resolve(import.meta.dirname, '..', '..');
const hublintServer = 'launch.py';

interface Result {
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly title: string;
  readonly milliseconds: number;
  readonly error?: string;
}

/** What the window of VS Code has logged. Most of it is noise: it misses services of the Internet. */
const said: string[] = [];

const { values } = parseArgs({
  options: { 'code-server': { type: 'string' }, node: { type: 'string' }, only: { type: 'string' } },
});
const folder = values['code-server'];
const python = process.env['HUBLINT_TEST_PYTHON'];
if (folder === undefined || python === undefined) {
  throw new Error('the folder of a code-server is wanted as --code-server, and a Python with hublint as HUBLINT_TEST_PYTHON');
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'hublint-host-'));
const results = path.join(scratch, 'results.jsonl');
try {
  process.exitCode = await run({ folder, node: values.node ?? process.execPath }, python);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function run(installation: { folder: string; node: string }, interpreter: string): Promise<number> {
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(extension, 'test', 'workspace'), workspace, { recursive: true });
  // VS Code takes over what lies there when it starts for the first time.
  const python = path.join(scratch, 'vscode', 'extensions', 'ms-python.python-1.0.0');
  cpSync(path.join(extension, 'test', 'fakes', 'python'), python, { recursive: true });
  const server = await startServer({
    installation,
    data: path.join(scratch, 'vscode'),
    settings: { 'hublint.interpreter': [interpreter] },
    asksForTrust: false,
    forTests: true,
    variables: {
      HOME: scratch,
      HUBLINT_TEST_RESULTS: results,
      HUBLINT_TEST_WORKSPACE: workspace,
      HUBLINT_TEST_DATA: path.join(scratch, 'vscode'),
      ...(values.only === undefined ? {} : { HUBLINT_TEST_ONLY: values.only }),
    },
  });
  const told = { lines: 0, failed: 0 };
  let status = 1;
  try {
    status = await inBrowser(server, workspace, told);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  } finally {
    server.stop();
  }
  tell(told);
  if (told.lines === 0) {
    console.error(`no test ran. VS Code said:\n${server.output()}\nIts window said:\n${said.join('\n')}`);
  }
  return status === 0 && told.lines > 0 && told.failed === 0 ? 0 : 1;
}

async function inBrowser(server: Server, workspace: string, told: { lines: number; failed: number }): Promise<number> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    let status: number | undefined;
    await page.exposeFunction('codeAutomationLog', (_kind: string, words: unknown[]) => {
      said.push(words.map(String).join(' '));
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      status = code;
    });
    await page.goto(address(server.authority, workspace));
    await until('the end of the tests', secondsForAll, () => {
      tell(told);
      return status !== undefined;
    });
    await page.close();
    // The window has gone: its extension host ends what it started, though VS Code itself still runs.
    await until('the end of the language server', secondsToEnd, () => running(hublintServer).length === 0);
    return status ?? 1;
  } finally {
    await browser.close();
  }
}

function address(authority: string, workspace: string): string {
  const remote = (file: string): string => `vscode-remote://${authority}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(path.join(extension, 'dist', 'test', 'suite', 'index.cjs'))],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const query = new URLSearchParams({
    workspace: path.join(workspace, 'demo.code-workspace'),
    payload: JSON.stringify(payload),
  });
  return `http://${authority}/?${query.toString()}`;
}

/** Prints the results that have come since. */
function tell(told: { lines: number; failed: number }): void {
  const lines = existsSync(results) ? readFileSync(results, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines.slice(told.lines)) {
    const result = JSON.parse(line) as Result;
    console.log(`  ${result.state} ${result.title} (${(result.milliseconds / 1000).toFixed(1)} s)`);
    if (result.state === 'failed') {
      told.failed += 1;
      console.log(result.error ?? '');
    }
  }
  told.lines = lines.length;
}
