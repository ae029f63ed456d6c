import { strict as assert } from 'node:assert';

import { namesOnPath, pythonIn } from '../../../src/python/candidate';
import { pythonEnvironment } from '../../../src/python/environment';
import { compareVersions, parseFacts, releaseOf } from '../../../src/python/facts';

const told = {
  executable: '/py/bin/python',
  version: [3, 12, 1],
  implementation: 'CPython',
  gil: true,
  target: 'linux-x64',
  hublint: '0.1.0',
};

describe('What a Python tells of itself', () => {
  it('is read from the line of JSON that it prints', () => {
    assert.deepEqual(parseFacts(`${JSON.stringify(told)}\n`), told);
  });

  it('is found among what else is printed when Python starts', () => {
    assert.deepEqual(parseFacts(`Welcome!\r\n{"executable": 1}\r\n${JSON.stringify(told)}\r\n{not JSON\r\nBye\r\n`), told);
  });

  it('may lack what it does not know', () => {
    const facts = parseFacts(JSON.stringify({ ...told, target: null, hublint: null, gil: false }));
    assert.deepEqual([facts?.target, facts?.hublint, facts?.gil], [undefined, undefined, false]);
  });

  for (const printed of ['', 'Python 3.12', '[]', '{}', JSON.stringify({ ...told, version: [3, 12] })]) {
    it(`is nothing where it prints ${JSON.stringify(printed)}`, () => {
      assert.equal(parseFacts(printed), undefined);
    });
  }
});

describe('Versions', () => {
  it('are compared by their numbers', () => {
    assert.ok(compareVersions([3, 9], [3, 10]) < 0);
    assert.ok(compareVersions([3, 10, 1], [3, 10]) > 0);
    assert.equal(compareVersions([3, 10], [3, 10, 0]), 0);
  });

  it('count by their release, whatever comes after', () => {
    assert.deepEqual(
      ['0.1.0', '0.2.0.dev3+gabc', '1.0rc1', 'v2.1', 'unknown', ''].map(releaseOf),
      [[0, 1, 0], [0, 2, 0], [1, 0], [2, 1], [], []],
    );
  });
});

describe('The environment of a Python', () => {
  it('does not break messages into pieces, and keeps the rest', () => {
    const ours = pythonEnvironment({ PYTHONUNBUFFERED: '1', HOME: '/home/me' }, 'linux');
    assert.deepEqual(ours, { HOME: '/home/me' });
  });

  for (const [given, kept] of [
    [':/x', '/x'],
    ['/x:', '/x'],
    ['src:/x:.:/y', '/x:/y'],
    [':', undefined],
    ['', undefined],
  ] as const) {
    it(`has of PYTHONPATH=${given} only ${kept ?? 'nothing'}`, () => {
      assert.equal(pythonEnvironment({ PYTHONPATH: given }, 'linux')['PYTHONPATH'], kept);
    });
  }

  it('has the paths of Windows as they are there', () => {
    assert.equal(pythonEnvironment({ PYTHONPATH: 'C:\\x;src;D:\\y' }, 'win32')['PYTHONPATH'], 'C:\\x;D:\\y');
  });

  it('is a copy', () => {
    const ours = { PYTHONUNBUFFERED: '1' };
    pythonEnvironment(ours, 'linux');
    assert.deepEqual(ours, { PYTHONUNBUFFERED: '1' });
  });
});

describe('A Python that is looked for', () => {
  it('on the PATH is what the user means by it, else the newest', () => {
    const names = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
    assert.deepEqual(namesOnPath('linux', 14, 10), names.map((name) => [name]));
  });

  it('on Windows may be found by its launcher', () => {
    assert.deepEqual(namesOnPath('win32', 14, 14), [['python3'], ['python'], ['py', '-3'], ['python3.14']]);
  });

  it('in an environment lies where the system has it', () => {
    assert.equal(pythonIn('/w/.venv', 'darwin'), '/w/.venv/bin/python');
    assert.equal(pythonIn('C:\\w\\.venv', 'win32'), 'C:\\w\\.venv\\Scripts\\python.exe');
  });
});
