// Looks at the reports of `hublint migrate` in a real browser, as their readers do, in both widths and both schemes:
// `node test/report/run.mts --report FOLDER [--hostile FOLDER] [--screenshots FOLDER]`.
// With `--screenshots` it takes the pictures of the README of whatever report is given, and checks nothing but that.
import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { Checks } from '../ui/checks.mts';
import { openBrowser } from '../vscode/browser.mts';

const { values } = parseArgs({
  options: { report: { type: 'string' }, hostile: { type: 'string' }, screenshots: { type: 'string' } },
});
if (values.report === undefined) {
  throw new Error('wanted: --report, a folder that `hublint migrate --report` has written');
}
const failures = path.join(os.tmpdir(), 'hublint-report-failures');
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };
const secondsToShow = 10;

/** A page, and all that it did beyond being shown. */
interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

async function open(browser: Browser, folder: string, options: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(secondsToShow * 1000);
  const complaints: string[] = [];
  const address = pathToFileURL(path.resolve(folder, 'index.html')).href;
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== address) {
      complaints.push(`request: ${request.url()}`);
    }
  });
  await page.goto(address);
  return { page, complaints };
}

function expect(condition: boolean, told: string): void {
  if (!condition) {
    throw new Error(told);
  }
}

async function fitsItsWidth(page: Page): Promise<void> {
  const beyond = await page.evaluate(`document.documentElement.scrollWidth - window.innerWidth`);
  expect(Number(beyond) <= 0, `the page is ${String(beyond)} pixels wider than the window`);
}

async function openAll(page: Page): Promise<void> {
  const closed = page.locator('main details:not([open]) > summary:visible');
  while ((await closed.count()) > 0) {
    await closed.first().click();
  }
}

async function focused(page: Page): Promise<string> {
  return String(await page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? ''`));
}

async function untilFocused(page: Page, beginning: string): Promise<void> {
  await page.waitForFunction(`document.activeElement?.getAttribute('aria-label')?.startsWith(${JSON.stringify(beginning)})`);
}

/** Goes through the page as a reader does, by mouse and by keys. */
async function read(checks: Checks, name: string, { page, complaints }: Opened): Promise<void> {
  await checks.check(page, `${name}: it fits its width with all folders and tasks open`, async () => {
    await fitsItsWidth(page);
    await openAll(page);
    await page.locator('.places li').first().waitFor();
    await fitsItsWidth(page);
  });

  await checks.check(page, `${name}: bars tell their numbers without their colours`, async () => {
    const label = await page.locator('.head .bar').last().getAttribute('aria-label');
    expect(label === 'all repositories after: 2 native, 1 compat, 1 manual, 3 broken, 1 unparseable', String(label));
  });

  await checks.check(page, `${name}: the map is gone through by keys, down to a file and up again`, async () => {
    await page.locator('#map').scrollIntoViewIfNeeded();
    await page.locator('.cells button[tabindex="0"]').focus();
    expect((await focused(page)).startsWith('first/: 7 files'), await focused(page));
    await page.keyboard.press('Enter');
    await untilFocused(page, 'first/src/: 6 files');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'first/src/models/: 3 files');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await untilFocused(page, 'first/src/models/');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'train.py: broken, becomes manual; 400 lines, 2 findings left');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await fitsItsWidth(page);
    await page.keyboard.press('Escape');
    await untilFocused(page, 'train.py');
    const trail = (await page.locator('#trail button').allTextContents()).join('/');
    expect(trail === 'all/first/src/models/deep', trail);
    await page.keyboard.press('Backspace');
    await untilFocused(page, 'first/src/models/deep/');
    await page.locator('#trail button', { hasText: 'all' }).click();
    await untilFocused(page, 'first/: 7 files');
  });

  await checks.check(page, `${name}: the map shows what was, and what is`, async () => {
    const told = page.locator('#told');
    await page.locator('#when label', { hasText: 'before' }).click();
    await page.waitForFunction(`document.querySelector('#told').textContent.includes('6 broken')`);
    await page.locator('#when label', { hasText: 'after' }).click();
    await page.waitForFunction(`document.querySelector('#told').textContent.includes('3 broken')`);
    expect((await told.textContent())?.includes('1 compat') === true, 'no compat file is told of');
  });

  await checks.check(page, `${name}: a place is a link to the editor, or to the file beside the report`, async () => {
    const link = page.locator('.places a.path', { hasText: 'train.py:12' }).first();
    await page.locator('#links').selectOption('vscode');
    const editor = await link.getAttribute('href');
    expect(editor?.endsWith('/first/src/models/deep/train.py:12:1') === true, String(editor));
    expect(editor?.startsWith('vscode://file/') === true, String(editor));
    await page.locator('#links').selectOption('near');
    const near = await link.getAttribute('href');
    expect(near?.startsWith('../') === true && near.endsWith('/first/src/models/deep/train.py'), String(near));
    await page.locator('#links').selectOption('vscode');
  });

  await checks.check(page, `${name}: a file is found by its path, and its diff opens`, async () => {
    await page.locator('[name=path]').fill('DEEP/train');
    await page.locator('#matching', { hasText: '1 file of 10' }).waitFor();
    await page.locator('#list button').click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('.removed', { hasText: '-sess = tf.Session()' }).waitFor();
    await dialog.locator('.added', { hasText: '+serve = tf.function(f)' }).waitFor();
    await dialog.getByText('What was rewritten').waitFor();
    await dialog.getByText('agree', { exact: true }).waitFor();
    await dialog.getByText('Code to begin with').click();
    await dialog.getByText('def serve(x):').waitFor();
    await fitsItsWidth(page);
    await dialog.getByRole('button', { name: 'Close the file' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('[name=path]').fill('text.py');
    await page.locator('#matching', { hasText: '1 file of 10' }).waitFor();
    await page.locator('#list button').click();
    await dialog.locator('.added', { hasText: 'tf.math.log' }).waitFor();
    const kinds = ['step', 'hunk', 'removed', 'removed', 'added', 'added', 'step', 'hunk', 'removed', 'added'];
    const drawn = await dialog.locator('.diff > span').evaluateAll((lines) => lines.map((line) => (line as { className: string }).className));
    expect(drawn.join() === kinds.join(), `two steps are drawn as ${drawn.join()}`);
    await dialog.getByText('line 9: a division').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[name=path]').fill('');
    await page.locator('[name=standing]').selectOption('unparseable');
    await page.locator('#matching', { hasText: '1 file of 10' }).waitFor();
    await page.locator('[name=standing]').selectOption('');
  });

  await checks.check(page, `${name}: rules are sorted by what is left`, async () => {
    const left = page.locator('th', { hasText: 'Left' });
    await left.getByRole('button').click();
    expect((await left.getAttribute('aria-sort')) === 'descending', 'it is not told how the rules are sorted');
    const first = await page.locator('tbody tr').first().locator('.code').textContent();
    expect(first === 'HUB101' || first === 'HUB507', String(first));
  });

  await checks.check(page, `${name}: the scheme can be changed`, async () => {
    const ground = async (): Promise<string> => String(await page.evaluate(`getComputedStyle(document.body).backgroundColor`));
    const seen = new Set<string>();
    for (const scheme of ['light', 'dark']) {
      await page.locator('#scheme').selectOption(scheme);
      seen.add(await ground());
    }
    expect(seen.size === 2, `the page is ${[...seen].join()} in both`);
    await page.locator('#scheme').selectOption('');
    expect(seen.has(await ground()), 'the scheme of the system is another one still');
  });

  await checks.check(page, `${name}: nothing went wrong, and nothing was loaded`, () => {
    expect(complaints.length === 0, complaints.join('\n'));
    return Promise.resolve();
  });
}

async function withoutScript(checks: Checks, browser: Browser, folder: string): Promise<void> {
  const { page, complaints } = await open(browser, folder, { viewport: narrow, javaScriptEnabled: false });
  await checks.check(page, 'without a script: bars, tasks, rules and proofs can be read', async () => {
    for (const text of ['38% of the files', "output 'y' is 1 in old and 2 in new", '+tensorflow==2.21']) {
      await page.getByText(text).first().waitFor();
    }
    await page.locator('.tasks summary', { hasText: 'HUB101' }).click();
    await page.getByText('the graph is built in another module').first().waitFor();
    expect((await page.locator('#tree:visible, #list:visible, #links:visible').count()) === 0, 'what needs a script is shown');
    const box = await page.locator('main').boundingBox();
    expect(box !== null && box.width <= narrow.width, 'it is too wide');
    expect(complaints.length === 0, complaints.join('\n'));
  });
  await page.context().close();
}

async function onPaperAndAtRest(checks: Checks, browser: Browser, folder: string): Promise<void> {
  const { page } = await open(browser, folder, { viewport: wide, colorScheme: 'dark', reducedMotion: 'reduce' });
  await checks.check(page, 'whoever wants no motion gets none, and paper is light and has no controls', async () => {
    const behaviour = await page.evaluate(`getComputedStyle(document.documentElement).scrollBehavior`);
    expect(behaviour === 'auto', String(behaviour));
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    expect((await page.locator('.top:visible, #map:visible, #files:visible').count()) === 0, 'controls are printed');
    expect((await page.locator('.repositories .bar:visible').count()) > 0, 'no bar is printed');
  });
  await page.context().close();
}

async function hostile(checks: Checks, browser: Browser, folder: string): Promise<void> {
  const opened = await open(browser, folder, { viewport: narrow });
  const { page, complaints } = opened;
  await checks.check(page, 'texts that try to be something else are texts', async () => {
    await openAll(page);
    await page.locator('#list button').first().click();
    await page.locator('dialog[open] .removed').first().waitFor();
    await page.locator('dialog[open]').getByText("document.title='taken'").first().waitFor();
    expect((await page.title()).startsWith('Migration report'), await page.title());
    expect((await page.locator('img').count()) === 0, 'a text became a picture');
    await fitsItsWidth(page);
    expect(complaints.length === 0, complaints.join('\n'));
  });
  await page.context().close();
}

/** Takes the pictures of the README. */
async function pictures(browser: Browser, folder: string, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  for (const [name, options, section] of [
    ['report-overview', { viewport: wide, colorScheme: 'light' }, 'content'],
    ['report-map', { viewport: { width: 1000, height: 740 }, colorScheme: 'dark' }, 'map'],
    ['report-todo', { viewport: wide, colorScheme: 'light' }, 'todo'],
    ['report-narrow', { viewport: narrow, colorScheme: 'light' }, 'content'],
  ] as const) {
    const { page } = await open(browser, folder, { ...options, reducedMotion: 'reduce' });
    await page.evaluate(`document.getElementById('${section}').scrollIntoView()`);
    if (section === 'map') {
      // One large repository: on the map of all, a reader of the README sees but dots.
      await page.locator('.cells button').nth(1).click();
      await page.locator('#trail button').nth(1).waitFor();
      await page.evaluate('document.activeElement.blur()');
      await page.mouse.move(0, 0);
    }
    await page.screenshot({ path: path.join(out, `${name}.png`), animations: 'disabled', caret: 'hide' });
    await page.context().close();
  }
}

rmSync(failures, { recursive: true, force: true });
const browser = await openBrowser();
try {
  if (values.screenshots === undefined) {
    const checks = new Checks(failures, undefined);
    for (const viewport of [wide, narrow]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const opened = await open(browser, values.report, { viewport, colorScheme });
        await read(checks, `${viewport.width} px, ${colorScheme}`, opened);
        await opened.page.context().close();
      }
    }
    await withoutScript(checks, browser, values.report);
    await onPaperAndAtRest(checks, browser, values.report);
    if (values.hostile !== undefined) {
      await hostile(checks, browser, values.hostile);
    }
    process.exitCode = checks.status;
  } else {
    await pictures(browser, values.report, values.screenshots);
  }
} finally {
  await browser.close();
}
