import * as assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { ready, withSettings } from './extension';
import { required } from './given';
import { closeAll, folder, show, write } from './programs';
import { servers } from './servers';
import { diagnosticsWhen, until } from './waiting';

/** The stand-in for the Python extension. */
interface Selecting {
  select(python: string | undefined, folder?: vscode.Uri): void;
}

/** A hublint that writes down what it is told first, says why it does not go on, and ends. */
const recording = `
import json, sys
length = 0
while line := sys.stdin.buffer.readline().strip():
    name, _, value = line.partition(b":")
    length = int(value) if name.lower() == b"content-length" else length
told = {"words": sys.argv[1:], "told": json.loads(sys.stdin.buffer.read(length))["params"]["initializationOptions"]}
open(sys.argv[0] + ".json", "w").write(json.dumps(told))
sys.exit("nothing more to do")
`;

suite('The server that is started where no Python is set', () => {
  let python: Selecting;
  const [first, second] = [wrapper(), wrapper()];

  suiteSetup(async () => {
    await ready();
    python = await selecting();
    python.select(first);
    await set('interpreter', []);
  });

  suiteTeardown(async () => {
    python.select(undefined);
    await set('interpreter', undefined);
    await serverRunBy(undefined);
  });

  teardown(closeAll);

  test('is that of the Python which is selected in the editor', async () => {
    await serverRunBy(first);
    await looksAfterWhatIsOpened();
  });

  test('is another one when another Python is selected', async () => {
    const before = await serverRunBy(first);
    python.select(second);
    assert.notEqual(await serverRunBy(second), before);
    await looksAfterWhatIsOpened();
  });
});

suite('The server that is started', () => {
  suiteSetup(ready);
  teardown(closeAll);

  test('goes on where something has changed that makes no difference to it', async () => {
    const python = await selecting();
    const [before] = await until('a server', running);
    python.select(wrapper());
    await withSettings({ logLevel: 'debug', ignore: ['HUB501'] }, async () => {
      const uri = write('import tensorflow as tf\n\nloss = tf.log(2.0)\nsession = tf.Session()\n');
      await show(uri);
      await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    });
    python.select(undefined);
    assert.deepEqual(servers(), [before]);
  });

  test('has the words of hublint.args, and loses them again', async () => {
    await withSettings({ args: ['--log-level', 'error'] }, async () => {
      await until('the words', () => servers().length === 1 && wordsOf(servers()[0]).includes('--log-level'));
    });
    await until('no words', () => servers().length === 1 && !wordsOf(servers()[0]).includes('--log-level'));
    await looksAfterWhatIsOpened();
  });

  test('is none while hublint is switched off in all folders', async () => {
    await withSettings({ enable: false }, async () => {
      await until('no server', () => servers().length === 0);
    });
    await until('a server', running);
    await looksAfterWhatIsOpened();
  });

  test('learns the settings with their variables replaced, and which Python belongs to the folder', async () => {
    const file = program(recording);
    const settings = { path: [file], configuration: '${workspaceFolder}/hublint.toml', args: ['${workspaceFolder:serving}'] };
    await withSettings(settings, async () => {
      // Settings are changed one after the other, and the server is started again in between.
      const { words, told } = await until('what it is told', () => {
        const last = recorded(file);
        return last?.words.length === 2 ? last : undefined;
      });
      assert.deepEqual(words, ['server', folder('serving')]);
      assert.equal(told.settings.configuration, path.join(folder('models'), 'hublint.toml'));
      assert.equal(told.settings.trusted, true);
      assert.equal(told.settings.verify.interpreter, required('HUBLINT_TEST_PYTHON'));
      assert.ok(!('path' in told.settings));
    });
    await until('a server', running);
  });

  test('says in the log why it cannot start, and starts once it can', async () => {
    const file = program('import sys; sys.exit("no luck today")');
    await withSettings({ path: [file] }, async () => {
      await until('the reason', () => logged().includes('hublint cannot start: no luck today'));
      assert.deepEqual(servers(), []);
    });
    await until('a server', running);
    await looksAfterWhatIsOpened();
  });
});

/** Sets a setting of hublint for the workspace. */
async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('hublint').update(name, value, vscode.ConfigurationTarget.Workspace);
}

async function selecting(): Promise<Selecting> {
  const python = vscode.extensions.getExtension<Selecting>('ms-python.python');
  assert.ok(python, 'the stand-in for the Python extension is not there');
  return python.activate();
}

/** A Python with hublint, that can be told from others by its words. */
function wrapper(): string {
  const name = path.basename(mkdtempSync(path.join(tmpdir(), 'wrapper-')));
  return script(`exec ${JSON.stringify(required('HUBLINT_TEST_PYTHON'))} -X ${name} "$@"`, name);
}

/** A program in Python. */
function program(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'hublint-program-')), 'hublint');
  writeFileSync(file, `#!${required('HUBLINT_TEST_PYTHON')}\n${text}`);
  chmodSync(file, 0o755);
  return file;
}

function script(text: string, name: string): string {
  const file = path.join(tmpdir(), name, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

function running(): number[] | undefined {
  const now = servers();
  return now.length === 1 ? now : undefined;
}

/** Waits until the one server is run by a wrapper, or by none; returns its number. */
function serverRunBy(wrapped: string | undefined): Promise<number> {
  return until(`a server that ${wrapped ?? 'no wrapper'} runs`, () => {
    const [server] = running() ?? [];
    const words = wordsOf(server);
    const isIt = wrapped === undefined ? !words.includes('-X') : words.includes(path.basename(wrapped));
    return isIt && words.length > 0 ? server : undefined;
  });
}

function wordsOf(pid: number | undefined): string[] {
  try {
    return readFileSync(`/proc/${pid ?? 0}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

interface Recorded {
  readonly words: readonly string[];
  readonly told: { readonly settings: { readonly configuration: string; readonly trusted: boolean; readonly verify: { readonly interpreter: string } } };
}

function recorded(file: string): Recorded | undefined {
  try {
    return JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Recorded;
  } catch {
    return undefined;
  }
}

/** What the extension has logged: VS Code keeps it in a file, and shows that some time later. */
function logged(): string {
  const data = required('HUBLINT_TEST_DATA');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => path.basename(file) === 'hublint.log');
  return files.map((file) => readFileSync(path.join(data, file), 'utf8')).join('\n');
}

async function looksAfterWhatIsOpened(): Promise<void> {
  const uri = write('import tensorflow as tf\n\nsession = tf.Session()\n');
  await show(uri);
  await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
}
