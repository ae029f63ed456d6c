import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { probe } from '../../../src/python/probe';
import { isProgram, which } from '../../../src/python/which';
import { within } from '../../../src/python/within';

let scratch = '';

/** Writes a shell script that stands for a Python. */
function program(text: string, name = 'python3'): string {
  const file = join(scratch, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hublint-unit-'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('Asking a Python what it is', () => {
  it('gives its answer', async () => {
    const python = program(`echo '{"executable": "'"$2"'", "version": [3, 12, 1], "implementation": "CPython"}'`);
    const probed = await probe([python, '-3'], 'probe.py', scratch);
    assert.ok('facts' in probed);
    assert.deepEqual([probed.facts.executable, probed.facts.version], ['probe.py', [3, 12, 1]]);
  });

  it('tells that there is no such program', async () => {
    assert.deepEqual(await probe([join(scratch, 'none')], 'x', scratch), { problem: 'there is no such program' });
    assert.deepEqual(await probe([], 'x', scratch), { problem: 'it names no program' });
  });

  it('tells the last that it says of its own failure', async () => {
    const python = program('echo Traceback >&2; echo "error while loading libpython3.12.so" >&2; exit 127');
    assert.deepEqual(await probe([python], 'x', scratch), { problem: 'error while loading libpython3.12.so' });
  });

  it('tells that it failed without a word', async () => {
    assert.deepEqual(await probe([program('exit 3')], 'x', scratch), { problem: 'it cannot be started (3)' });
  });

  it('tells that its answer says nothing', async () => {
    assert.deepEqual(await probe([program('echo hello')], 'x', scratch), { problem: 'it does not say what it is' });
  });

  it('ends when nobody wants to know any more', async () => {
    const stop = new AbortController();
    const asked = probe([program('exec sleep 600')], 'x', scratch, stop.signal);
    stop.abort();
    assert.ok('problem' in (await asked));
  });

  it('gives it no input to wait for', async () => {
    assert.deepEqual(await probe([program('read line; exit 4')], 'x', scratch), { problem: 'it cannot be started (4)' });
  });
});

describe('A program', () => {
  it('is found in the folders of the PATH, in their order', async () => {
    mkdirSync(join(scratch, 'a'));
    mkdirSync(join(scratch, 'b'));
    writeFileSync(join(scratch, 'a', 'python3'), 'no program');
    const python = program('', 'b/python3');
    assert.equal(await which('python3', { PATH: `${scratch}/none:${scratch}/a:${scratch}/b` }, 'linux'), python);
    assert.equal(await which('python4', { PATH: `${scratch}/b` }, 'linux'), undefined);
    assert.equal(await which('python3', {}, 'linux'), undefined);
  });

  it('is not found in whatever folder is the current one', async () => {
    const name = 'hublint-of-a-project';
    program('', name);
    const before = process.cwd();
    process.chdir(scratch);
    try {
      assert.equal(await which(name, { PATH: ':.:' }, 'linux'), undefined);
      assert.equal(await which(`./${name}`, { PATH: scratch }, 'linux'), undefined);
    } finally {
      process.chdir(before);
    }
  });

  it('is found by its path', async () => {
    const python = program('');
    assert.equal(await which(python, {}, 'linux'), python);
    assert.equal(await which(`${python}x`, {}, 'linux'), undefined);
  });

  it('is no folder, no file that may not be run, and no link to nowhere', async () => {
    symlinkSync(join(scratch, 'gone'), join(scratch, 'link'));
    writeFileSync(join(scratch, 'text'), '');
    assert.deepEqual(
      await Promise.all([scratch, join(scratch, 'link'), join(scratch, 'text'), program('')].map(isProgram)),
      [false, false, false, true],
    );
  });
});

describe('Waiting', () => {
  it('ends with the answer', async () => {
    assert.deepEqual(await within(60_000, Promise.resolve(3)), { kind: 'answer', value: 3 });
  });

  it('ends without one that does not come', async () => {
    assert.deepEqual(await within(1, new Promise<number>(() => undefined)), { kind: 'late' });
  });

  it('prefers an answer that is there', async () => {
    assert.deepEqual(await within(0, Promise.resolve(3)), { kind: 'answer', value: 3 });
  });

  it('fails with the answer', async () => {
    await assert.rejects(within(60_000, Promise.reject(new Error('no'))), /no/);
  });
});
