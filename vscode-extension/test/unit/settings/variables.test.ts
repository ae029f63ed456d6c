import { strict as assert } from 'node:assert';

import { type Meanings, programIn, replaceVariables } from '../../../src/settings/variables';

const meanings: Meanings = {
  folders: [
    { name: 'models', path: '/work/models' },
    { name: 'serving', path: '/work/serving' },
  ],
  home: '/home/me',
  cwd: '/usr/share/code',
  env: { VENV: '/opt/venv', EMPTY: '' },
};

describe('A variable in a setting', () => {
  for (const [written, meant] of [
    ['${workspaceFolder}/.venv', '/work/models/.venv'],
    ['${workspaceFolder:serving}/x', '/work/serving/x'],
    ['${userHome}/x', '/home/me/x'],
    ['${cwd}', '/usr/share/code'],
    ['${env:VENV}/bin', '/opt/venv/bin'],
    ['${env:EMPTY}x', 'x'],
    ['${env:NOT_SET}/x', '/x'],
    ['~', '/home/me'],
    ['~/x', '/home/me/x'],
    ['~\\x', '/home/me\\x'],
    ['${env:VENV}:${userHome}', '/opt/venv:/home/me'],
  ] as const) {
    it(`${written} is replaced by ${meant}`, () => {
      assert.deepEqual(replaceVariables(written, meanings), { text: meant, unknown: [] });
    });
  }

  it('means the folder that the setting is read for', () => {
    const { text } = replaceVariables('${workspaceFolder}', { ...meanings, folder: '/work/serving' });
    assert.equal(text, '/work/serving');
  });

  for (const written of ['${file}', '${workspaceFolder:none}', '${env:}', '${userHome:x}', '${}', '${command:x}']) {
    it(`${written} stays as it is written, and is told`, () => {
      assert.deepEqual(replaceVariables(`a/${written}`, meanings), { text: `a/${written}`, unknown: [written] });
    });
  }

  it('names no folder where none is open', () => {
    const { text, unknown } = replaceVariables('${workspaceFolder}/x', { ...meanings, folders: [] });
    assert.equal(text, '${workspaceFolder}/x');
    assert.deepEqual(unknown, ['${workspaceFolder}']);
  });

  it('is not looked for in what replaces it', () => {
    const { text } = replaceVariables('${env:A}', { ...meanings, env: { A: '${env:B}', B: 'x' } });
    assert.equal(text, '${env:B}');
  });

  it('is not the home folder where a tilde stands elsewhere', () => {
    assert.equal(replaceVariables('a~/b', meanings).text, 'a~/b');
    assert.equal(replaceVariables('~other/b', meanings).text, '~other/b');
  });

  it('may be replaced by a text with dollar signs', () => {
    assert.equal(replaceVariables('~/x', { ...meanings, home: '/home/$&' }).text, '/home/$&/x');
  });
});

describe('A program in a setting', () => {
  for (const [name, platform, found] of [
    ['python3.12', 'linux', 'python3.12'],
    ['.venv/bin/python', 'linux', '/work/models/.venv/bin/python'],
    ['/usr/bin/python3', 'linux', '/usr/bin/python3'],
    ['a\\b', 'linux', 'a\\b'],
  ] as const) {
    it(`${name} is ${found}`, () => {
      assert.equal(programIn(name, '/work/models', platform), found);
    });
  }

  it('begins in the folder on Windows, too', () => {
    assert.equal(programIn('.venv\\Scripts\\python.exe', 'C:\\work', 'win32'), 'C:\\work\\.venv\\Scripts\\python.exe');
    assert.equal(programIn('D:/py/python.exe', 'C:\\work', 'win32'), 'D:\\py\\python.exe');
  });

  it('stays as it is where no folder is open', () => {
    assert.equal(programIn('./python', undefined, 'linux'), './python');
  });
});
